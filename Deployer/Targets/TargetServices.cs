using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dodas.Deployer.Targets;

/// <summary>Registers the target and its watch.</summary>
public static class TargetServices
{
    /// <summary>Adds <see cref="ITargets"/>. Its watch starts with the host; the kubeconfig may be written after that.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="configure">Says which cluster.</param>
    public static IServiceCollection AddTargets(this IServiceCollection services, Action<TargetOptions> configure)
    {
        services.AddOptions<TargetOptions>().Configure(configure)
            .Validate(options => options.Name.Length > 0, "Targets: Name is empty; give the target a name.")
            .Validate(options => options.Kubeconfig.Length > 0, "Targets: Kubeconfig is empty; give the path of a kubeconfig.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new KubernetesTarget(
            provider.GetRequiredService<IOptions<TargetOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<KubernetesTarget>>()));
        services.AddSingleton<ITargets, ConfiguredTargets>();
        services.AddHostedService<WatchWithHost>();
        return services;
    }

    private sealed class WatchWithHost(KubernetesTarget target) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            target.Start();
            return Task.CompletedTask;
        }

        // The container disposes the target, which ends its watches.
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

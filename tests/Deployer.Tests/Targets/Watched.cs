using Dodas.Deployer.Targets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dodas.Deployer.Tests.Targets;

/// <summary>Targets for tests, and waiting for what they show.</summary>
internal static class Watched
{
    public static KubernetesTarget Start(string kubeconfig, Action<TargetOptions>? configure = null)
    {
        var options = new TargetOptions { Name = "lab", Kubeconfig = kubeconfig, ProbeInterval = TimeSpan.FromMilliseconds(200), LongestPause = TimeSpan.FromMilliseconds(500) };
        configure?.Invoke(options);
        var target = new KubernetesTarget(options, TimeProvider.System, NullLogger<KubernetesTarget>.Instance);
        target.Start();
        return target;
    }

    /// <summary>The first snapshot for which this holds.</summary>
    public static async Task<NamespaceSnapshot> UntilAsync(this ITarget target, string @namespace, Func<NamespaceSnapshot, bool> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        var snapshot = target.Snapshot(@namespace);
        while (!holds(snapshot))
        {
            try
            {
                await target.ChangedAsync(@namespace, snapshot.Version, limit.Token);
            }
            catch (OperationCanceledException e) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"It never came to that. Last: {snapshot.Error ?? "no error"}; {string.Join(", ", snapshot.Objects.Select(item => $"{item.Reference.Kind}/{item.Reference.Name}"))}", e);
            }

            snapshot = target.Snapshot(@namespace);
        }

        return snapshot;
    }

    public static Task<NamespaceSnapshot> ReadAsync(this ITarget target, string @namespace) => target.UntilAsync(@namespace, snapshot => snapshot.Error is null);

    public static bool Has(this NamespaceSnapshot snapshot, string kind, string name) => snapshot.Objects.Any(item => item.Reference.Kind == kind && item.Reference.Name == name);
}

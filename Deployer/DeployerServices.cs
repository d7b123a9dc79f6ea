using Dodas.Catalog.Planning;
using Dodas.Catalog.Storage;
using Dodas.Deployer.Clusters;
using Dodas.Deployer.Helm;
using Dodas.Deployer.Operations;
using Dodas.Deployer.Operations.Secrets;
using Dodas.Deployer.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dodas.Deployer;

/// <summary>Registers the deployer.</summary>
public static class DeployerServices
{
    /// <summary>
    /// Adds <see cref="IClusters"/>, <see cref="IChartRenderer"/> and the runner, which starts with the host. The catalog and
    /// <see cref="Targets.ITargets"/> must be there too, and <see cref="DeployerDatabase.MigrateAsync"/> must have run before the host starts.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configure">Sets the options.</param>
    public static IServiceCollection AddDeployer(this IServiceCollection services, Action<DeployerOptions> configure)
    {
        services.AddOptions<DeployerOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DeployerOptions>, DeployerOptionsCheck>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddDataProtection();
        services.AddPooledDbContextFactory<DeployerDbContext>((provider, database) => database
            .UseSqlite(
                provider.GetRequiredService<IOptions<DeployerOptions>>().Value.ConnectionString,
                sqlite => sqlite.MigrationsHistoryTable(DeployerDbContext.MigrationsTable))
            .AddInterceptors(new SqlitePragmas())
            // A save that a unique index or a row's version refuses is an answer here; whoever asked says so when it is not.
            .ConfigureWarnings(warnings => warnings.Log((CoreEventId.SaveChangesFailed, LogLevel.Debug), (CoreEventId.OptimisticConcurrencyException, LogLevel.Debug), (RelationalEventId.CommandError, LogLevel.Debug))));
        services.AddSingleton(provider => new DeployerDatabase(provider.GetRequiredService<IDbContextFactory<DeployerDbContext>>()));
        return services.AddHelm().AddOperations().AddClusters();
    }

    private static IServiceCollection AddHelm(this IServiceCollection services) => services
        .AddSingleton<HelmJournal>()
        .AddSingleton<HelmRunner>()
        .AddSingleton<HelmCli>()
        .AddSingleton<HelmVersion>()
        .AddSingleton<IChartRenderer, ChartRenderer>();

    private static IServiceCollection AddOperations(this IServiceCollection services) => services
        .AddSingleton<RunnerIdentity>()
        .AddSingleton<RunnerSignal>()
        .AddSingleton<Changes>()
        .AddSingleton<OperationQueue>()
        .AddSingleton<OperationStore>()
        .AddSingleton<OperationRecovery>()
        .AddSingleton<StepWaves>()
        .AddSingleton<ReleaseWatch>()
        .AddSingleton<ReleaseInstaller>()
        .AddSingleton<CreateOperation>()
        .AddSingleton<DeleteOperation>()
        .AddSingleton<SecretMaker>()
        .AddSingleton<SecretProtection>()
        .AddSingleton<DerivationRules>()
        .AddHostedService<OperationRunner>();

    private static IServiceCollection AddClusters(this IServiceCollection services) => services
        .AddSingleton<ClusterReading>()
        .AddSingleton<ClusterWatch>()
        .AddSingleton<CompositionChecks>()
        .AddSingleton<ClusterCreation>()
        .AddSingleton<ClusterRemoval>()
        .AddSingleton<IClusters, ClusterService>();
}

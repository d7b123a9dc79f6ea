using Dodas.Catalog.Charts;
using Dodas.Catalog.Repositories;
using Dodas.Catalog.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Polly;

namespace Dodas.Catalog;

/// <summary>Adds the catalog to a host.</summary>
public static class ServiceRegistration
{
    /// <summary>Adds <see cref="IChartCatalog"/> and everything behind it; call <see cref="CatalogStartup.MigrateAsync"/> before the host starts.</summary>
    public static IServiceCollection AddCatalog(this IServiceCollection services, Action<CatalogOptions> configure)
    {
        services.AddOptions<CatalogOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CatalogOptions>, CatalogOptionsCheck>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();

        services.TryAddSingleton<SqlitePragmas>();
        services.AddPooledDbContextFactory<CatalogDbContext>((provider, context) => context
            .UseSqlite(provider.GetRequiredService<IOptions<CatalogOptions>>().Value.Database, sqlite => sqlite.MigrationsHistoryTable(CatalogDbContext.MigrationsTable))
            .AddInterceptors(provider.GetRequiredService<SqlitePragmas>()));

        services.AddSingleton<ArchiveStore>();
        services.AddSingleton<ParsedCharts>();
        services.AddSingleton<LocalRepository>();
        services.AddSingleton<AddressRule>();
        services.AddSingleton<RepositoryClient>();
        services.AddSingleton<HttpRepositories>();
        services.AddSingleton<AllRepositories>();
        services.AddSingleton<OfferedBlocks>();
        services.AddSingleton<RepositorySync>();
        services.AddSingleton<RepositoryRegister>();
        services.AddSingleton<IChartCatalog, ChartCatalog>();
        services.AddHostedService<BackgroundSync>();
        AddHttp(services);
        return services;
    }

    private static void AddHttp(IServiceCollection services) => services
        .AddHttpClient(RepositoryClient.HttpClient, client =>
        {
            client.Timeout = Timeout.InfiniteTimeSpan;
            client.DefaultRequestHeaders.UserAgent.ParseAdd("Dodas.Portal");
        })
        .RemoveAllLoggers()
        .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
        {
            // Redirects are followed by RepositoryClient, each address checked; a proxy would hide the addresses from the check.
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseHeadersLength = 64,
            ConnectCallback = provider.GetRequiredService<AddressRule>().ConnectAsync,
        })
        .AddResilienceHandler("repositories", (pipeline, context) =>
        {
            pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
            pipeline.AddRetry(new RepositoryRetries(context.ServiceProvider.GetRequiredService<IOptions<CatalogOptions>>().Value.RetryDelay, pipeline.TimeProvider));
            pipeline.AddTimeout(TimeSpan.FromSeconds(30));
        });
}

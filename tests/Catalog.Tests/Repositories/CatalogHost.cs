using Dodas.Catalog.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dodas.Catalog.Tests.Repositories;

/// <summary>The real catalog over a folder of its own, with a real SQLite file. It can be stopped and started again over the same folder.</summary>
internal sealed class CatalogHost : IAsyncDisposable
{
    public static readonly Actor Admin = new("1", "admin", IsAdministrator: true);
    public static readonly Actor Ana = new("2", "ana", IsAdministrator: false);

    private readonly Action<CatalogOptions> _configure;
    private readonly Action<IServiceCollection> _replace;
    private ServiceProvider _services = null!;

    private CatalogHost(Action<CatalogOptions> configure, Action<IServiceCollection> replace) => (_configure, _replace) = (configure, replace);

    public string Folder { get; } = Directory.CreateTempSubdirectory("catalog-").FullName;

    public string Charts => Path.Combine(Folder, "charts");

    public string Archives => Path.Combine(Folder, "data", "charts");

    public IChartCatalog Catalog => Get<IChartCatalog>();

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<CatalogHost> StartAsync(Action<CatalogOptions>? configure = null, Action<IServiceCollection>? replace = null)
    {
        var host = new CatalogHost(configure ?? (_ => { }), replace ?? (_ => { }));
        Directory.CreateDirectory(host.Charts);
        await host.BuildAsync();
        return host;
    }

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public async Task RestartAsync()
    {
        await _services.DisposeAsync();
        await BuildAsync();
    }

    public Task<CatalogDbContext> ContextAsync() => Get<IDbContextFactory<CatalogDbContext>>().CreateDbContextAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "data", "portal.db")}"))
            SqliteConnection.ClearPool(connection);
        Directory.Delete(Folder, recursive: true);
    }

    private async Task BuildAsync()
    {
        var services = new ServiceCollection();
        services.AddCatalog(options =>
        {
            options.LocalRepository = Charts;
            options.DataDirectory = Path.Combine(Folder, "data");
            _configure(options);
        });
        _replace(services);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        await CatalogStartup.MigrateAsync(_services, Cancel);
    }
}

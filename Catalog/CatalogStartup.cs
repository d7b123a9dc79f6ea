using Dodas.Catalog.Charts;
using Dodas.Catalog.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dodas.Catalog;

/// <summary>What the catalog does once before its host starts.</summary>
public static class CatalogStartup
{
    /// <summary>Makes the data folder, brings the catalog's tables up to date and clears away what a crash left half written.</summary>
    public static async Task MigrateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var options = services.GetRequiredService<IOptions<CatalogOptions>>().Value;
        Directory.CreateDirectory(options.ArchiveDirectory);
        if (new SqliteConnectionStringBuilder(options.Database) is { Mode: not SqliteOpenMode.Memory, DataSource: not (":memory:" or "") } database
            && Path.GetDirectoryName(Path.GetFullPath(database.DataSource)) is { } folder)
            Directory.CreateDirectory(folder);
        services.GetRequiredService<ArchiveStore>().RemoveParts();
        await using var context = await services.GetRequiredService<IDbContextFactory<CatalogDbContext>>().CreateDbContextAsync(cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
    }
}

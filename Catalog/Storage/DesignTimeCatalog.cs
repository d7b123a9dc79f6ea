using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Dodas.Catalog.Storage;

/// <summary>Lets <c>dotnet ef migrations add … --project Catalog</c> make migrations without the portal.</summary>
internal sealed class DesignTimeCatalog : IDesignTimeDbContextFactory<CatalogDbContext>
{
    public CatalogDbContext CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<CatalogDbContext>()
        .UseSqlite("Data Source=:memory:", sqlite => sqlite.MigrationsHistoryTable(CatalogDbContext.MigrationsTable))
        .Options);
}

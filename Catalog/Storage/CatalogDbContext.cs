using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Dodas.Catalog.Storage;

/// <summary>The catalog's own tables in the portal's database. Other projects have theirs, with their own contexts and migrations.</summary>
internal sealed class CatalogDbContext(DbContextOptions<CatalogDbContext> options) : DbContext(options)
{
    public const string MigrationsTable = "__CatalogMigrations";

    public DbSet<RepositoryRow> Repositories => Set<RepositoryRow>();

    public DbSet<ChartRow> Charts => Set<ChartRow>();

    public DbSet<ChartVersionRow> Versions => Set<ChartVersionRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<RepositoryRow>(row =>
        {
            row.ToTable("CatalogRepositories");
            row.HasIndex(r => r.Name).IsUnique();
        });
        modelBuilder.Entity<ChartRow>(row =>
        {
            row.ToTable("CatalogCharts");
            row.HasIndex(c => new { c.RepositoryId, c.Name }).IsUnique();
            row.HasOne<RepositoryRow>().WithMany().HasForeignKey(c => c.RepositoryId).OnDelete(DeleteBehavior.Cascade);
            row.HasMany(c => c.Versions).WithOne().HasForeignKey(v => v.ChartId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<ChartVersionRow>(row =>
        {
            row.ToTable("CatalogChartVersions");
            row.HasIndex(v => new { v.ChartId, v.Version }).IsUnique();
        });
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcTime>();

    /// <summary>SQLite forgets that a time is UTC.</summary>
    private sealed class UtcTime() : ValueConverter<DateTime, DateTime>(time => time, time => DateTime.SpecifyKind(time, DateTimeKind.Utc));
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Dodas.Deployer.Storage;

/// <summary>The deployer's own tables. One context per unit of work, from <see cref="IDbContextFactory{TContext}"/>.</summary>
internal sealed class DeployerDbContext(DbContextOptions<DeployerDbContext> options) : DbContext(options)
{
    /// <summary>Where this context keeps which migrations have run, apart from the other projects' in the same file.</summary>
    public const string MigrationsTable = "__DeployerMigrations";

    private const string Begun = "\"State\" IN ('Running', 'Cancelling', 'Interrupted')";
    private const string Unfinished = "\"State\" IN ('Queued', 'Running', 'Cancelling', 'Interrupted')";

    public DbSet<ClusterRow> Clusters => Set<ClusterRow>();

    public DbSet<ReleaseRow> Releases => Set<ReleaseRow>();

    public DbSet<OperationRow> Operations => Set<OperationRow>();

    public DbSet<StepRow> Steps => Set<StepRow>();

    public DbSet<HelmProcessRow> HelmProcesses => Set<HelmProcessRow>();

    public DbSet<IdempotencyRow> IdempotencyKeys => Set<IdempotencyRow>();

    public DbSet<EnteredSecretRow> EnteredSecrets => Set<EnteredSecretRow>();

    /// <inheritdoc />
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        CountVersions();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <inheritdoc />
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        CountVersions();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite gives a DateTime back without its kind.
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(20);
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ClusterRow>(row =>
        {
            row.ToTable("Clusters");
            row.HasIndex(c => new { c.Project, c.Name }).IsUnique().HasFilter("\"GoneAt\" IS NULL").HasDatabaseName("IX_Clusters_LivingName");
            row.HasIndex(c => c.CreatedAt);
            row.HasMany(c => c.Releases).WithOne().HasForeignKey(r => r.ClusterId);
            row.HasMany(c => c.Operations).WithOne().HasForeignKey(o => o.ClusterId);
        });
        modelBuilder.Entity<ReleaseRow>(row =>
        {
            row.ToTable("Releases");
            row.HasIndex(r => new { r.ClusterId, r.Block }).IsUnique();
        });
        modelBuilder.Entity<OperationRow>(row =>
        {
            row.ToTable("Operations");
            row.HasIndex(o => o.ClusterId, "IX_Operations_OneAtATime").IsUnique().HasFilter(Begun);
            row.HasIndex(o => new { o.ClusterId, o.Kind }, "IX_Operations_OneOfAKind").IsUnique().HasFilter(Unfinished);
            row.HasIndex(o => new { o.ClusterId, o.CreatedAt });
            row.HasIndex(o => new { o.State, o.CreatedAt });
            row.HasMany(o => o.Steps).WithOne().HasForeignKey(s => s.OperationId);
            row.Property(o => o.RowVersion).IsConcurrencyToken();
        });
        modelBuilder.Entity<StepRow>(row =>
        {
            row.ToTable("Steps");
            row.HasIndex(s => new { s.OperationId, s.Position }).IsUnique();
            row.Property(s => s.RowVersion).IsConcurrencyToken();
        });
        modelBuilder.Entity<HelmProcessRow>(row => row.ToTable("HelmProcesses"));
        modelBuilder.Entity<IdempotencyRow>(row =>
        {
            row.ToTable("IdempotencyKeys");
            row.HasKey(k => new { k.ActorId, k.Key });
            row.HasIndex(k => k.CreatedAt);
        });
        modelBuilder.Entity<EnteredSecretRow>(row =>
        {
            row.ToTable("EnteredSecrets");
            row.HasIndex(s => new { s.ClusterId, s.SecretName }).IsUnique();
        });
    }

    private void CountVersions()
    {
        foreach (var entry in ChangeTracker.Entries<IVersioned>())
        {
            if (entry.State == EntityState.Modified) entry.Entity.RowVersion++;
        }
    }

    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        time => time,
        time => DateTime.SpecifyKind(time, DateTimeKind.Utc));
}

using Dodas.Catalog.Storage;
using Dodas.Deployer.Clusters;
using Dodas.Deployer.Operations;
using Dodas.Deployer.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dodas.Deployer.Tests.World;

/// <summary>The deployer's tables in a real SQLite file.</summary>
internal sealed class Database(TestFolder folder) : IDbContextFactory<DeployerDbContext>
{
    private readonly DbContextOptions<DeployerDbContext> _options = new DbContextOptionsBuilder<DeployerDbContext>()
        .UseSqlite(folder.ConnectionString, sqlite => sqlite.MigrationsHistoryTable(DeployerDbContext.MigrationsTable))
        .AddInterceptors(new SqlitePragmas())
        .Options;

    public static async Task<Database> CreateAsync(TestFolder folder)
    {
        var database = new Database(folder);
        await new DeployerDatabase(database).MigrateAsync(TestContext.Current.CancellationToken);
        return database;
    }

    public DeployerDbContext CreateDbContext() => new(_options);

    /// <summary>A cluster with one create operation.</summary>
    public static ClusterRow Cluster(string id = "cluster00001", string name = "ana", OperationState state = OperationState.Queued)
    {
        var cluster = new ClusterRow
        {
            Id = id,
            Project = "ana",
            Name = name,
            OwnerId = "1",
            Owner = "ana",
            Target = "fake",
            Namespace = $"{name}-{id[..6]}",
            Composition = "{}",
            Bindings = "[]",
            CreatedAt = DateTime.UnixEpoch,
        };
        cluster.Releases.Add(new ReleaseRow { ClusterId = id, Block = "lab", Name = $"{name}-lab", Wave = 1, Position = 0, Planned = "{}", Digest = "d" });
        cluster.Operations.Add(Operation($"create-{id}", id, OperationKind.Create, state, [.. CreateOperation.Steps(cluster.Releases)]));
        return cluster;
    }

    public static OperationRow Operation(string id, string clusterId, OperationKind kind, OperationState state, IEnumerable<StepRow> steps)
    {
        var row = new OperationRow { Id = id, ClusterId = clusterId, Kind = kind, RequestedBy = "ana", CreatedAt = DateTime.UnixEpoch, State = state };
        row.Steps.AddRange(steps);
        return row;
    }

    public async Task AddAsync(params object[] rows)
    {
        await using var db = CreateDbContext();
        db.AddRange(rows);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }
}

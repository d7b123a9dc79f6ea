using Dodas.Deployer.Clusters;
using Dodas.Deployer.Storage;
using Dodas.Deployer.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Dodas.Deployer.Tests.Storage;

public sealed class DeployerDbContextTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_migrations_make_what_the_model_needs_and_run_twice_without_harm()
    {
        var database = await Database.CreateAsync(_folder);
        await new DeployerDatabase(database).MigrateAsync(Cancel);

        await using var db = database.CreateDbContext();
        db.Database.HasPendingModelChanges().Should().BeFalse("a changed model needs a migration");
        (await db.Database.SqlQueryRaw<string>("SELECT name AS Value FROM sqlite_master WHERE name = '__DeployerMigrations'").ToListAsync(Cancel)).Should().HaveCount(1);
    }

    [Fact]
    public async Task A_name_is_unique_among_the_living_and_free_again_once_its_cluster_is_gone()
    {
        var database = await Database.CreateAsync(_folder);
        await database.AddAsync(Database.Cluster("cluster00001"));
        await FluentActions.Awaiting(() => database.AddAsync(Database.Cluster("cluster00002"))).Should().ThrowAsync<DbUpdateException>();

        await using (var db = database.CreateDbContext()) await db.Clusters.ExecuteUpdateAsync(set => set.SetProperty(row => row.GoneAt, DateTime.UnixEpoch), Cancel);
        await database.AddAsync(Database.Cluster("cluster00002"));
    }

    [Fact]
    public async Task A_cluster_has_at_most_one_operation_at_work()
    {
        var database = await Database.CreateAsync(_folder);
        await database.AddAsync(Database.Cluster(state: OperationState.Cancelling));
        await database.AddAsync(Database.Operation("delete", "cluster00001", OperationKind.Delete, OperationState.Queued, []));

        await FluentActions.Awaiting(() => database.AddAsync(Database.Operation("other", "cluster00001", OperationKind.Create, OperationState.Running, []))).Should().ThrowAsync<DbUpdateException>();
        await FluentActions.Awaiting(() => database.AddAsync(Database.Operation("again", "cluster00001", OperationKind.Delete, OperationState.Queued, []))).Should().ThrowAsync<DbUpdateException>();
    }

    [Fact]
    public async Task Two_who_move_the_same_row_cannot_both_win()
    {
        var database = await Database.CreateAsync(_folder);
        await database.AddAsync(Database.Cluster());
        await using var one = database.CreateDbContext();
        await using var other = database.CreateDbContext();
        (await one.Operations.SingleAsync(Cancel)).State = OperationState.Running;
        (await other.Operations.SingleAsync(Cancel)).State = OperationState.Cancelled;

        await one.SaveChangesAsync(Cancel);
        await FluentActions.Awaiting(() => other.SaveChangesAsync(Cancel)).Should().ThrowAsync<DbUpdateConcurrencyException>();
    }

    [Fact]
    public async Task Times_come_back_as_UTC_and_states_are_readable_in_the_file()
    {
        var database = await Database.CreateAsync(_folder);
        await database.AddAsync(Database.Cluster());

        await using var db = database.CreateDbContext();
        (await db.Clusters.SingleAsync(Cancel)).CreatedAt.Kind.Should().Be(DateTimeKind.Utc);
        (await db.Database.SqlQueryRaw<string>("SELECT State AS Value FROM Operations").SingleAsync(Cancel)).Should().Be("Queued");
    }
}

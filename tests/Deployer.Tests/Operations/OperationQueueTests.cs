using Dodas.Deployer.Clusters;
using Dodas.Deployer.Operations;
using Dodas.Deployer.Tests.World;
using Microsoft.Extensions.Time.Testing;

namespace Dodas.Deployer.Tests.Operations;

public sealed class OperationQueueTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_operation_is_claimed_once_however_many_claim()
    {
        var database = await Database.CreateAsync(_folder);
        for (var i = 0; i < 8; i++) await database.AddAsync(Database.Cluster($"cluster0000{i}", $"ana{i}"));
        var queues = Enumerable.Range(0, 4).Select(_ => Queue(database)).ToList();

        var claimed = await Task.WhenAll(queues.SelectMany(queue => Enumerable.Range(0, 3).Select(_ => Task.Run(() => queue.ClaimAsync(Cancel), Cancel))));

        claimed.OfType<string>().Should().HaveCount(8).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_cluster_at_work_is_left_to_its_operation()
    {
        var database = await Database.CreateAsync(_folder);
        await database.AddAsync(Database.Cluster(state: OperationState.Cancelling), Database.Operation("delete", "cluster00001", OperationKind.Delete, OperationState.Queued, []));

        (await Queue(database).ClaimAsync(Cancel)).Should().BeNull();
    }

    [Fact]
    public async Task A_claim_of_a_runner_that_died_is_free_at_the_next_start_and_later_only_when_it_ends()
    {
        var database = await Database.CreateAsync(_folder);
        await database.AddAsync(Database.Cluster());
        (await Queue(database).ClaimAsync(Cancel)).Should().NotBeNull();
        var next = Queue(database);

        (await next.OrphansAsync(atStart: true, Cancel)).Should().Equal(("create-cluster00001", OperationState.Running));
        (await next.OrphansAsync(atStart: false, Cancel)).Should().BeEmpty();
        _time.Advance(OperationQueue.Lease + TimeSpan.FromSeconds(1));
        (await next.OrphansAsync(atStart: false, Cancel)).Should().HaveCount(1);
    }

    [Fact]
    public async Task A_claim_that_is_renewed_holds()
    {
        var database = await Database.CreateAsync(_folder);
        await database.AddAsync(Database.Cluster());
        var owner = Queue(database);
        await owner.ClaimAsync(Cancel);

        _time.Advance(OperationQueue.Lease * 0.9);
        await owner.RenewAsync(Cancel);
        _time.Advance(OperationQueue.Lease * 0.9);

        (await Queue(database).OrphansAsync(atStart: false, Cancel)).Should().BeEmpty();
    }

    private OperationQueue Queue(Database database) => new(database, new Changes(), new RunnerIdentity(), _time);
}

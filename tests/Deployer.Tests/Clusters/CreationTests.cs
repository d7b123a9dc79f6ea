using Dodas.Catalog.Compositions;
using Dodas.Deployer.Clusters;
using Dodas.Deployer.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Dodas.Deployer.Tests.Clusters;

public sealed class CreationTests
{
    private static readonly Composition Both = new() { Blocks = [new() { Name = "pool", Block = "pool" }, new() { Name = "lab", Block = "lab" }] };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_equal_requests_at_once_are_one_request()
    {
        await using var world = await SandboxWorld.CreateAsync();
        var wanted = new NewCluster("ana", null, null, TimeSpan.FromHours(2), "both", null);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => world.Clusters.CreateAsync(SandboxWorld.Ana, wanted, new IdempotencyKey("key", "body"), Cancel), Cancel)));

        outcomes.Should().AllBeOfType<CreateOutcome.Accepted>();
        outcomes.Distinct().Should().ContainSingle();
        (await world.Clusters.CreateAsync(SandboxWorld.Ana, wanted, new IdempotencyKey("key", "other body"), Cancel)).Should().BeOfType<CreateOutcome.KeyReused>();
        (await world.Clusters.CreateAsync(SandboxWorld.Bob, wanted, new IdempotencyKey("key", "body"), Cancel)).Should().BeOfType<CreateOutcome.Accepted>("keys are each caller's own");
        var mine = await world.Clusters.ListAsync(SandboxWorld.Ana, null, new(), Cancel);
        mine.Total.Should().Be(1);
        (mine.Items[0].ExpiresAt - mine.Items[0].CreatedAt).Should().Be(TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task Of_twenty_who_want_one_name_one_gets_it()
    {
        await using var world = await SandboxWorld.CreateAsync();
        var wanted = new NewCluster("ana", null, null, null, null, Both);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => world.Clusters.CreateAsync(SandboxWorld.Ana, wanted, null, Cancel), Cancel)));

        outcomes.OfType<CreateOutcome.Accepted>().Should().ContainSingle();
        outcomes.OfType<CreateOutcome.NameTaken>().Should().HaveCount(19);
        (await world.Clusters.CheckAsync(SandboxWorld.Ana, Both, "ana", null, Cancel)).Findings.Should().ContainSingle(finding => finding.Path == "/name").Which.Message.Should().Contain("already exists");
    }

    [Fact]
    public async Task Everything_wrong_is_said_at_once_and_nothing_changes()
    {
        await using var world = await SandboxWorld.CreateAsync();
        var composition = new Composition
        {
            Blocks =
            [
                new() { Name = "lab", Block = "lab", Values = new() { ["replicas"] = -1, ["colour"] = "red" } },
                new() { Name = "what", Block = "unheard-of" },
            ],
        };

        var outcome = await world.Clusters.CreateAsync(SandboxWorld.Ana, new NewCluster("My_Cluster", null, "nowhere", null, null, composition), new IdempotencyKey("k", "b"), Cancel);

        var paths = outcome.Should().BeOfType<CreateOutcome.Invalid>().Subject.Findings.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Path).ToList();
        paths.Should().Contain(["/name", "/target", "/blocks/0/values/replicas", "/blocks/1/block"]).And.Contain(path => path.StartsWith("/blocks/0/values") && path.Contains("colour"));
        await using var db = world.Database.CreateDbContext();
        (await db.Clusters.CountAsync(Cancel) + await db.Operations.CountAsync(Cancel) + await db.IdempotencyKeys.CountAsync(Cancel)).Should().Be(0);
        (await world.Clusters.CreateAsync(SandboxWorld.Ana, new NewCluster("ana", "bob", null, null, null, Both), null, Cancel)).Should().Be(new CreateOutcome.Forbidden("bob"));
        (await world.Clusters.CreateAsync(SandboxWorld.Ana, new NewCluster("ana", null, null, null, "no-such", null), null, Cancel)).Should().BeOfType<CreateOutcome.Invalid>();
    }

    [Fact]
    public async Task What_helm_refuses_is_a_finding_at_its_block_without_a_path_of_this_machine()
    {
        await using var world = await SandboxWorld.CreateAsync();
        var composition = Both with { Blocks = [Both.Blocks[0], Both.Blocks[1] with { Values = new() { ["image"] = "refuse" } }] };

        var check = await world.Clusters.CheckAsync(SandboxWorld.Ana, composition, null, null, Cancel);

        check.IsValid.Should().BeFalse();
        var finding = check.Findings.Should().ContainSingle().Subject;
        finding.Path.Should().Be("/blocks/1/values");
        finding.Message.Should().Contain("This image is refused.").And.NotContain(world.Folder.Path);
        (await world.Clusters.CheckAsync(SandboxWorld.Ana, Both, null, null, Cancel)).Manifests["cluster-lab"].Should().Contain("kind: StatefulSet");
    }

    [Fact]
    public async Task A_secret_that_was_entered_is_nowhere_in_the_clear_and_our_copy_goes_once_it_is_made()
    {
        const string canary = "canary-5ecret-of-ana";
        await using var world = await SandboxWorld.CreateAsync();
        var composition = new Composition { Blocks = [new() { Name = "vault", Block = "vault", Secrets = new Dictionary<string, string> { ["password"] = canary } }] };

        var created = (await world.Clusters.CreateAsync(SandboxWorld.Ana, new NewCluster("ana", null, null, null, null, composition), null, Cancel)).Should().BeOfType<CreateOutcome.Accepted>().Subject;
        var ready = await world.UntilAsync(created.Id, view => view.State == ClusterState.Ready);

        (await world.Target.ReadSecretAsync(ready.Namespace, "ana-vault-password", "password", Cancel)).Should().Be(canary);
        ready.Composition.Blocks[0].Secrets.Should().BeEmpty();
        await using (var db = world.Database.CreateDbContext()) (await db.EnteredSecrets.CountAsync(Cancel)).Should().Be(0);
        await world.StopAsync();
        foreach (var file in Directory.EnumerateFiles(world.Folder.Path, "portal.db*")) (await File.ReadAllTextAsync(file, System.Text.Encoding.Latin1, Cancel)).Should().NotContain(canary);
    }

    [Fact]
    public async Task Nobody_sees_what_belongs_to_another_project()
    {
        await using var world = await SandboxWorld.CreateAsync();
        var created = await world.CreateClusterAsync();
        var clusters = world.Clusters;

        (await clusters.FindAsync(SandboxWorld.Bob, created.Id, null, Cancel)).Should().BeNull();
        (await clusters.FindAsync(SandboxWorld.Bob, "ana", "ana", Cancel)).Should().BeNull();
        (await clusters.ListAsync(SandboxWorld.Bob, "ana", new(), Cancel)).Total.Should().Be(0);
        (await clusters.OperationAsync(SandboxWorld.Bob, created.Operation, Cancel)).Should().BeNull();
        (await clusters.OperationsAsync(SandboxWorld.Bob, created.Id, new(), Cancel)).Items.Should().BeEmpty();
        (await clusters.WatchAsync(SandboxWorld.Bob, created.Id, null, Cancel).CountAsync(Cancel)).Should().Be(0);
        await foreach (var list in clusters.WatchListAsync(SandboxWorld.Bob, null, Cancel))
        {
            list.Should().BeEmpty();
            break;
        }

        var root = new Catalog.Actor("0", "root", IsAdministrator: true);
        (await clusters.FindAsync(root, "ana", "ana", Cancel))!.Id.Should().Be(created.Id);
    }

    [Fact]
    public async Task A_list_comes_in_pages_newest_first()
    {
        await using var world = await SandboxWorld.CreateAsync();
        foreach (var name in new[] { "one", "two", "three" }) await world.CreateClusterAsync(name);

        var first = await world.Clusters.ListAsync(SandboxWorld.Ana, null, new(Take: 2), Cancel);
        var second = await world.Clusters.ListAsync(SandboxWorld.Ana, null, new(Take: 2, After: first.Next), Cancel);

        first.Items.Concat(second.Items).Select(item => item.Name).Should().Equal("three", "two", "one");
        (first.Total, second.Total, second.Next).Should().Be((3, 3, null));
    }
}

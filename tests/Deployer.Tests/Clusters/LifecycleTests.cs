using Dodas.Deployer.Clusters;
using Dodas.Deployer.Tests.World;

namespace Dodas.Deployer.Tests.Clusters;

/// <summary>From create to gone, with real helm against the sandbox.</summary>
public sealed class LifecycleTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_blocks_become_ready_in_order_and_a_delete_leaves_nothing()
    {
        await using var world = await SandboxWorld.CreateAsync();
        var created = await world.CreateClusterAsync();

        var view = await world.UntilAsync(created.Id, view => view.State == ClusterState.Ready && view.Operation!.State == OperationState.Succeeded);

        view.Releases.Select(release => (release.Name, release.Revision, release.HelmStatus, release.State))
            .Should().Equal(("ana-pool", 1, "deployed", ClusterState.Ready), ("ana-lab", 1, "deployed", ClusterState.Ready));
        view.Operation!.Steps.Select(step => (step.Name, step.Wave, step.State)).Should().Equal(("prepare", 0, StepState.Ready), ("pool", 1, StepState.Ready), ("lab", 2, StepState.Ready));
        view.Operation.Steps[2].StartedAt!.Value.Should().BeOnOrAfter(view.Operation.Steps[1].FinishedAt!.Value, "a consumer waits for its provider");
        view.Namespace.Should().Be($"ana-{created.Id[..6]}");
        view.Bindings.Should().ContainSingle();
        var endpoint = view.Endpoints.Should().ContainSingle().Subject;
        endpoint.Url.Should().Be($"http://ana-lab.{view.Namespace}.svc:8888/lab");
        endpoint.PortForward.Should().Be($"kubectl -n {view.Namespace} port-forward service/ana-lab 8888:8888");
        (await world.Clusters.RevealSecretAsync(SandboxWorld.Ana, "ana", null, endpoint.Name, Cancel)).Should().MatchRegex("^[0-9a-f]{32}$");
        (await world.Clusters.RevealSecretAsync(SandboxWorld.Bob, created.Id, null, endpoint.Name, Cancel)).Should().BeNull();
        (await world.Target.ReadSecretAsync(view.Namespace, "ana-pool-token", "token", Cancel)).Should().StartWith("ey");

        (await world.Clusters.DeleteAsync(SandboxWorld.Bob, created.Id, null, VolumePolicy.Delete, Cancel)).Should().BeOfType<DeleteOutcome.NotFound>();
        var removal = (await world.Clusters.DeleteAsync(SandboxWorld.Ana, "ana", null, VolumePolicy.Delete, Cancel)).Should().BeOfType<DeleteOutcome.Accepted>().Subject;
        await world.UntilGoneAsync(created.Id);

        (await world.Clusters.FindAsync(SandboxWorld.Ana, created.Id, null, Cancel)).Should().BeNull();
        var operation = await world.Clusters.OperationAsync(SandboxWorld.Ana, removal.Operation, Cancel);
        operation!.State.Should().Be(OperationState.Succeeded);
        operation.Steps.Select(step => (step.Name, step.Wave, step.State)).Should().Equal(
            ("lab", 1, StepState.Ready), ("pool", 2, StepState.Ready), ("volumes", 3, StepState.Ready), ("secrets", 3, StepState.Ready), ("namespace", 4, StepState.Ready));
        (await world.HelmListAsync(view.Namespace)).Should().BeEmpty();
        world.Target.Snapshot(view.Namespace).Objects.Where(item => item.Reference.Namespace is not null).Should().BeEmpty();
        (await world.CreateClusterAsync()).Id.Should().NotBe(created.Id, "the name is free again");
    }

    [Fact]
    public async Task The_recipe_with_Jupyter_and_HTCondor_becomes_ready_and_goes()
    {
        await using var world = await SandboxWorld.CreateAsync(withOwnCharts: true);
        var outcome = await world.Clusters.CreateAsync(SandboxWorld.Ana, new NewCluster("ana", null, null, null, "jupyter-htcondor", null), null, Cancel);
        var created = outcome.Should().BeOfType<CreateOutcome.Accepted>().Subject;

        var ready = await world.UntilAsync(created.Id, view => view.State == ClusterState.Ready && view.Operation!.State == OperationState.Succeeded);
        ready.Releases.Should().HaveCount(2).And.OnlyContain(release => release.Revision == 1);
        var (pool, lab) = (ready.Operation!.Steps.Single(step => step.Name == "pool"), ready.Operation.Steps.Single(step => step.Name == "lab"));
        lab.Wave.Should().BeGreaterThan(pool.Wave);
        lab.StartedAt!.Value.Should().BeBefore(pool.FinishedAt!.Value, "a notebook can do without its pool, so it starts while the pool does");
        ready.Endpoints.Should().Contain(endpoint => endpoint.HasSecret && endpoint.Url.StartsWith("http"));

        await world.Clusters.DeleteAsync(SandboxWorld.Ana, created.Id, null, VolumePolicy.Delete, Cancel);
        await world.UntilGoneAsync(created.Id);
        (await world.HelmListAsync(ready.Namespace)).Should().BeEmpty();
    }
}

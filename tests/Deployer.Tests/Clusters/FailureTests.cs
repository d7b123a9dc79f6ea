using System.Text.RegularExpressions;
using Dodas.Deployer.Clusters;
using Dodas.Deployer.Tests.World;

namespace Dodas.Deployer.Tests.Clusters;

public sealed class FailureTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_missing_image_shows_as_the_cause_at_once_is_kept_past_the_deadline_and_can_be_deleted()
    {
        await using var world = await SandboxWorld.CreateAsync(stepDeadline: TimeSpan.FromSeconds(15));
        var created = await world.CreateClusterAsync(labImage: "example.org/does-not-exist:7");
        await world.UntilAsync(created.Id, view => view.Operation!.Steps[2].State == StepState.Waiting);

        var failing = await world.UntilAsync(created.Id, view => view.State == ClusterState.Failed, TimeSpan.FromSeconds(10));
        failing.Cause.Summary.Should().Contain("example.org/does-not-exist:7");
        failing.Operation!.State.Should().Be(OperationState.Running, "a step fails only past its deadline");

        var failed = await world.UntilAsync(created.Id, view => view.Operation!.State == OperationState.Failed);
        failed.Operation!.Steps.Select(step => (step.Name, step.State)).Should().Equal(("prepare", StepState.Ready), ("pool", StepState.Ready), ("lab", StepState.Failed));
        failed.Operation.Cause.Should().Contain("example.org/does-not-exist:7");
        (await world.HelmListAsync(failed.Namespace)).Should().Be("ana-lab 1 deployed, ana-pool 1 deployed");

        await world.Clusters.DeleteAsync(SandboxWorld.Ana, created.Id, null, VolumePolicy.Delete, Cancel);
        await world.UntilGoneAsync(created.Id);
        (await world.HelmListAsync(failed.Namespace)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_delete_in_the_middle_stops_the_create_first_and_leaves_nothing()
    {
        await using var world = await SandboxWorld.CreateAsync(podStartDelay: TimeSpan.FromMinutes(10));
        var created = await world.CreateClusterAsync();
        var middle = await world.UntilAsync(created.Id, view => view.Operation!.Steps[1].State == StepState.Applying);

        var first = await world.Clusters.DeleteAsync(SandboxWorld.Ana, created.Id, null, VolumePolicy.Delete, Cancel);
        var second = await world.Clusters.DeleteAsync(SandboxWorld.Ana, created.Id, null, VolumePolicy.Delete, Cancel);
        second.Should().Be(first, "asking twice is asking once");
        (await world.Clusters.FindAsync(SandboxWorld.Ana, created.Id, null, Cancel))!.State.Should().Be(ClusterState.Deleting);
        await world.UntilGoneAsync(created.Id);

        var create = await world.Clusters.OperationAsync(SandboxWorld.Ana, created.Operation, Cancel);
        create!.State.Should().Be(OperationState.Cancelled);
        create.Steps.Should().NotContain(step => step.State == StepState.Applying || step.State == StepState.Waiting);
        (await world.HelmListAsync(middle.Namespace)).Should().BeEmpty();
        var history = await world.Clusters.OperationsAsync(SandboxWorld.Ana, created.Id, new(), Cancel);
        history.Items.Select(item => item.Kind).Should().Equal(OperationKind.Delete, OperationKind.Create);
    }

    [Fact]
    public async Task Kept_volumes_stay_in_their_namespace_without_the_secrets()
    {
        await using var world = await SandboxWorld.CreateAsync();
        var created = await world.CreateClusterAsync();
        var ready = await world.UntilAsync(created.Id, view => view.State == ClusterState.Ready);

        await world.Clusters.DeleteAsync(SandboxWorld.Ana, created.Id, null, VolumePolicy.Keep, Cancel);
        await world.UntilGoneAsync(created.Id);

        world.Target.Snapshot(ready.Namespace).Objects.Select(item => item.Reference.Kind).Should().Contain("PersistentVolumeClaim").And.NotContain("Pod");
        (await world.Target.ReadSecretAsync(ready.Namespace, "ana-lab-token", "token", Cancel)).Should().BeNull();
    }

    [Fact]
    public async Task A_target_that_is_away_shows_as_unknown_and_the_operation_goes_on_when_it_is_back()
    {
        await using var world = await SandboxWorld.CreateAsync();
        var kubeconfig = await File.ReadAllTextAsync(world.Kubeconfig, Cancel);
        await WriteAsync(world.Kubeconfig, Regex.Replace(kubeconfig, @"127\.0\.0\.1:\d+", "127.0.0.1:1", RegexOptions.None, TimeSpan.FromSeconds(1)));
        var created = await world.CreateClusterAsync();
        await world.UntilAsync(created.Id, view => view.Operation!.Steps[0].Cause.Length > 0);

        await WriteAsync(world.Kubeconfig, kubeconfig);
        await world.UntilAsync(created.Id, view => view.State == ClusterState.Ready);
    }

    private static async Task WriteAsync(string path, string text)
    {
        await File.WriteAllTextAsync($"{path}.new", text, Cancel);
        File.Move($"{path}.new", path, overwrite: true);
    }
}

using System.Diagnostics;
using Dodas.Deployer.Clusters;
using Dodas.Deployer.Helm;
using Dodas.Deployer.Storage;
using Dodas.Deployer.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Dodas.Deployer.Tests.Clusters;

public sealed class RestartTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stop_while_helm_runs_ends_it_quickly_and_the_next_start_finishes_the_cluster()
    {
        await using var world = await SandboxWorld.CreateAsync();
        var created = await world.CreateClusterAsync();
        await world.UntilStoredAsync(db => db.HelmProcesses.AnyAsync(row => row.ProcessId != null, Cancel));
        var (id, start) = await HelmAsync(world);

        var began = Stopwatch.GetTimestamp();
        await world.StopAsync();
        Stopwatch.GetElapsedTime(began).Should().BeLessThan(TimeSpan.FromSeconds(5));
        ProcessIdentity.StartOf(id).Should().NotBe(start, "no helm outlives its operation");

        await world.StartAsync();
        var ready = await world.UntilAsync(created.Id, view => view.State == ClusterState.Ready && view.Operation!.State == OperationState.Succeeded);
        (await world.HelmListAsync(ready.Namespace)).Should().MatchRegex("^ana-lab 1 deployed, ana-pool [12] deployed$");
    }

    [Fact]
    public async Task A_stop_while_waiting_goes_on_without_a_new_revision()
    {
        await using var world = await SandboxWorld.CreateAsync(podStartDelay: TimeSpan.FromSeconds(2));
        var created = await world.CreateClusterAsync();
        await world.UntilAsync(created.Id, view => view.Operation!.Steps[1].State == StepState.Waiting);

        await world.StopAsync();
        await world.StartAsync();

        var ready = await world.UntilAsync(created.Id, view => view.State == ClusterState.Ready && view.Operation!.State == OperationState.Succeeded);
        ready.Releases.Should().OnlyContain(release => release.Revision == 1);
        (await world.HelmListAsync(ready.Namespace)).Should().Be("ana-lab 1 deployed, ana-pool 1 deployed");
    }

    [Fact]
    public async Task A_helm_that_outlived_a_killed_portal_is_ended_and_its_release_made_whole()
    {
        await using var world = await SandboxWorld.CreateAsync(podStartDelay: TimeSpan.FromSeconds(3));
        var created = await world.CreateClusterAsync();
        var waiting = await world.UntilAsync(created.Id, view => view.Operation!.Steps[1].State == StepState.Waiting);
        await world.StopAsync();
        // As a killed portal leaves it: a helm at work, the row that names it, and an operation that nobody runs.
        using var survivor = world.StartHelm("upgrade", "ana-pool", Path.Combine(world.Folder.Path, "repository", "pool"), "--set=image=example.org/does-not-exist:1", "--wait", $"--namespace={waiting.Namespace}");
        await UntilHelmSaysAsync(world, waiting.Namespace, "ana-pool 2 pending-upgrade");
        await world.Database.AddAsync(new HelmProcessRow
        {
            ClusterId = created.Id,
            Release = "ana-pool",
            Command = "upgrade",
            Host = Environment.MachineName,
            Directory = world.Folder.File("helm/00000000-x"),
            IntendedAt = DateTime.UnixEpoch,
            ProcessId = survivor.Id,
            ProcessStart = ProcessIdentity.StartOf(survivor.Id),
        });

        await world.StartAsync();

        await survivor.WaitForExitAsync(Cancel);
        var ready = await world.UntilAsync(created.Id, view => view.State == ClusterState.Ready && view.Operation!.State == OperationState.Succeeded);
        (await world.HelmListAsync(ready.Namespace)).Should().Be("ana-lab 1 deployed, ana-pool 3 deployed");
    }

    [Theory]
    [InlineData("upgrade", "ana-pool 2 pending-upgrade", "ana-pool 3 deployed")]
    [InlineData("install", "ana-pool 1 pending-install", "ana-pool 1 deployed")]
    public async Task A_release_that_a_killed_helm_left_pending_is_repaired(string command, string left, string repaired)
    {
        await using var world = await SandboxWorld.CreateAsync(podStartDelay: TimeSpan.FromSeconds(3));
        var created = await world.CreateClusterAsync();
        var waiting = await world.UntilAsync(created.Id, view => view.Operation!.Steps[1].State == StepState.Waiting);
        await world.StopAsync();
        if (command == "install")
        {
            using var uninstall = world.StartHelm("uninstall", "ana-pool", "--wait", $"--namespace={waiting.Namespace}");
            await uninstall.WaitForExitAsync(Cancel);
        }

        using (var killed = world.StartHelm(command, "ana-pool", Path.Combine(world.Folder.Path, "repository", "pool"), "--set=image=example.org/does-not-exist:1", "--wait", $"--namespace={waiting.Namespace}"))
        {
            await UntilHelmSaysAsync(world, waiting.Namespace, left);
            killed.Kill();
            await killed.WaitForExitAsync(Cancel);
        }

        await world.StartAsync();

        var ready = await world.UntilAsync(created.Id, view => view.State == ClusterState.Ready && view.Operation!.State == OperationState.Succeeded);
        (await world.HelmListAsync(ready.Namespace)).Should().Be($"ana-lab 1 deployed, {repaired}");
    }

    private static async Task UntilHelmSaysAsync(SandboxWorld world, string @namespace, string text)
    {
        while (!(await world.HelmListAsync(@namespace)).Contains(text, StringComparison.Ordinal)) await Task.Delay(20, Cancel);
    }

    private static async Task<(int Id, long Start)> HelmAsync(SandboxWorld world)
    {
        await using var db = world.Database.CreateDbContext();
        var row = await db.HelmProcesses.AsNoTracking().FirstOrDefaultAsync(Cancel);
        return (row?.ProcessId ?? 0, row?.ProcessStart ?? 0);
    }
}

using Dodas.Deployer.Operations.Secrets;
using Dodas.Deployer.Storage;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Operations;

/// <summary>Makes a cluster: namespace and secrets, then the releases wave by wave. A failed one keeps everything that is there.</summary>
internal sealed class CreateOperation(OperationStore store, StepWaves steps, ReleaseInstaller installer, SecretMaker secrets)
{
    /// <summary>Name of the step that comes before all releases.</summary>
    public const string Prepare = "prepare";

    /// <summary>The steps of a create, for releases in the plan's order.</summary>
    public static IEnumerable<StepRow> Steps(IEnumerable<ReleaseRow> releases)
    {
        yield return new StepRow { Kind = StepKind.Prepare, Name = Prepare, Wave = 0, Position = 0 };
        var position = 0;
        foreach (var release in releases)
            yield return new StepRow { Kind = StepKind.Install, Name = release.Block, Wave = release.Wave, Position = ++position };
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>Why it failed, or null.</returns>
    public Task<string?> RunAsync(OperationWork work, ITarget target, CancellationToken cancellationToken) => steps.RunAsync(
        work,
        (step, applied, token) => step.Kind == StepKind.Prepare ? PrepareAsync(work, step, target, token) : installer.RunAsync(work, step, target, applied, token),
        step => step.Kind == StepKind.Prepare ? [] : OperationWork.Planned(work.Release(step)).After,
        cancellationToken);

    private async Task PrepareAsync(OperationWork work, StepRow step, ITarget target, CancellationToken cancellationToken)
    {
        await store.MoveStepAsync(work, step, StepEvent.Apply, "", cancellationToken);
        var cluster = work.Cluster;
        var planned = cluster.Releases.SelectMany(release => OperationWork.Planned(release).Secrets).ToList();
        await steps.PatientlyAsync(
            work, step,
            async token =>
            {
                await target.EnsureNamespaceAsync(cluster.Namespace, ClusterLabels.OfNamespace(cluster.Id), token);
                await secrets.EnsureAsync(cluster, target, planned, token);
            },
            cancellationToken);
    }
}

using Dodas.Deployer.Helm;
using Dodas.Deployer.Storage;
using Dodas.Deployer.Targets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dodas.Deployer.Operations;

/// <summary>Removes a cluster: the releases in reverse waves, then volumes, secrets and the namespace. It takes a cluster in whatever state it is.</summary>
internal sealed class DeleteOperation(
    HelmCli helm, OperationStore store, StepWaves steps, ReleaseWatch watch, IOptions<DeployerOptions> options, TimeProvider time, ILogger<DeleteOperation> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>The steps of a delete, the releases' waves reversed.</summary>
    public static IEnumerable<StepRow> Steps(IReadOnlyList<ReleaseRow> releases)
    {
        var highest = releases.Count == 0 ? 0 : releases.Max(release => release.Wave);
        var position = 0;
        foreach (var release in releases.OrderByDescending(release => release.Wave).ThenBy(release => release.Position))
            yield return new StepRow { Kind = StepKind.Uninstall, Name = release.Block, Wave = highest + 1 - release.Wave, Position = position++ };
        yield return new StepRow { Kind = StepKind.Volumes, Name = "volumes", Wave = highest + 1, Position = position++ };
        yield return new StepRow { Kind = StepKind.Secrets, Name = "secrets", Wave = highest + 1, Position = position++ };
        yield return new StepRow { Kind = StepKind.Namespace, Name = "namespace", Wave = highest + 2, Position = position };
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>Why it failed, or null.</returns>
    public Task<string?> RunAsync(OperationWork work, ITarget target, CancellationToken cancellationToken) => steps.RunAsync(
        work,
        (step, _, token) => step.Kind switch
        {
            StepKind.Uninstall => UninstallAsync(work, step, target, token),
            StepKind.Volumes => VolumesAsync(work, step, target, token),
            StepKind.Secrets => SecretsAsync(work, step, target, token),
            _ => NamespaceAsync(work, step, target, token),
        },
        _ => [],
        cancellationToken);

    private async Task UninstallAsync(OperationWork work, StepRow step, ITarget target, CancellationToken cancellationToken)
    {
        await store.MoveStepAsync(work, step, StepEvent.Apply, "", cancellationToken);
        var release = work.Release(step);
        var named = ReleaseInstaller.Named(work, release, target);
        if (release.Objects is null && await helm.StatusAsync(named, cancellationToken) is { } known)
            await store.HelmSaidAsync(work, release, known.Revision, known.Status, known.Objects, cancellationToken);

        for (var hooks = true; await helm.UninstallAsync(named, hooks, options.Value.StepDeadline, cancellationToken) is HelmOutcome.Refused refused;)
        {
            switch (await helm.StateAsync(named, cancellationToken))
            {
                case HelmState.Unreadable unreadable:
                    await store.ExplainStepAsync(work, step, unreadable.Message, cancellationToken);
                    await Task.Delay(Pause, time, cancellationToken);
                    break;
                case HelmState.Present when hooks:
                    // A chart's own clean-up that fails must not make the cluster undeletable.
                    log.LogWarning("helm uninstall of release {Release} failed ({Message}); once more without its hooks.", release.Name, refused.Message);
                    hooks = false;
                    break;
                default:
                    throw new OperationFailedException(refused.Message);
            }
        }

        if (release.Revision > 0) await store.HelmSaidAsync(work, release, release.Revision, "uninstalled", null, cancellationToken);
        await store.MoveStepAsync(work, step, StepEvent.Wait, "", cancellationToken);
        if (release.Objects is { } objects) await watch.UntilGoneAsync(work, step, target, StoredJson.Read<List<ObjectReference>>(objects), cancellationToken);
    }

    private async Task VolumesAsync(OperationWork work, StepRow step, ITarget target, CancellationToken cancellationToken)
    {
        if (work.Operation.KeepVolumes)
        {
            await store.MoveStepAsync(work, step, StepEvent.Skip, "The volumes are kept.", cancellationToken);
            return;
        }

        await store.MoveStepAsync(work, step, StepEvent.Apply, "", cancellationToken);
        await steps.PatientlyAsync(work, step, token => target.DeleteVolumeClaimsAsync(work.Cluster.Namespace, null, token), cancellationToken);
        await store.MoveStepAsync(work, step, StepEvent.Wait, "", cancellationToken);
        await watch.UntilVolumesGoneAsync(work, step, target, cancellationToken);
    }

    private async Task SecretsAsync(OperationWork work, StepRow step, ITarget target, CancellationToken cancellationToken)
    {
        await store.MoveStepAsync(work, step, StepEvent.Apply, "", cancellationToken);
        await steps.PatientlyAsync(work, step, token => target.DeleteSecretsAsync(work.Cluster.Namespace, ClusterLabels.Selector(work.Cluster.Id), token), cancellationToken);
    }

    private async Task NamespaceAsync(OperationWork work, StepRow step, ITarget target, CancellationToken cancellationToken)
    {
        // What is not known to be empty may hold somebody's data.
        if (work.Operation.KeepVolumes && target.Snapshot(work.Cluster.Namespace) is var seen && (seen.ReadAt is null || seen.Error is not null || Leftovers.Volumes(seen).Any()))
        {
            await store.MoveStepAsync(work, step, StepEvent.Skip, $"The namespace {work.Cluster.Namespace} is kept, with the volumes in it.", cancellationToken);
            return;
        }

        await store.MoveStepAsync(work, step, StepEvent.Apply, $"Waits for the namespace {work.Cluster.Namespace} to be gone.", cancellationToken);
        await steps.PatientlyAsync(work, step, token => target.DeleteNamespaceAsync(work.Cluster.Namespace, token), cancellationToken);
    }
}

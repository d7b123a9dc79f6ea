using Dodas.Deployer.Clusters;
using Dodas.Deployer.Health;
using Dodas.Deployer.Storage;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Operations;

/// <summary>Waits for what helm has applied to become ready, or to go; woken by the target's own changes.</summary>
internal sealed class ReleaseWatch(OperationStore store, TimeProvider time)
{
    // A cause that changes faster than this is not worth a row each time.
    private static readonly TimeSpan LeastBetweenCauses = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns when the release's objects are ready. What it waits for stands in the step meanwhile.</summary>
    public async Task UntilReadyAsync(OperationWork work, StepRow step, ITarget target, IReadOnlyList<ObjectReference> objects, CancellationToken cancellationToken) =>
        await UntilAsync(
            work, step, target,
            snapshot =>
            {
                var assessment = ReleaseHealth.Assess(objects, snapshot, time.GetUtcNow().UtcDateTime);
                return assessment.State == ClusterState.Ready ? new Look(null, null) : new Look(assessment.Cause.Summary, assessment.ReassessAt);
            },
            cancellationToken);

    /// <summary>Returns when none of the objects, and nothing they own, is left. What is kept on purpose does not count.</summary>
    public async Task UntilGoneAsync(OperationWork work, StepRow step, ITarget target, IReadOnlyList<ObjectReference> objects, CancellationToken cancellationToken) =>
        await UntilAsync(work, step, target, snapshot => new Look(Leftovers.Explain(objects, snapshot), null), cancellationToken);

    /// <summary>Returns when the namespace has no volume claim left.</summary>
    public async Task UntilVolumesGoneAsync(OperationWork work, StepRow step, ITarget target, CancellationToken cancellationToken) =>
        await UntilAsync(work, step, target, snapshot => new Look(Leftovers.ExplainVolumes(snapshot), null), cancellationToken);

    private async Task UntilAsync(OperationWork work, StepRow step, ITarget target, Func<NamespaceSnapshot, Look> look, CancellationToken cancellationToken)
    {
        long? explained = null;
        while (true)
        {
            var snapshot = target.Snapshot(work.Cluster.Namespace);
            var found = snapshot switch
            {
                { Error: { } error } => new Look(error, null),
                { ReadAt: null } => new Look($"The target {target.Name} is being read.", null),
                _ => look(snapshot),
            };
            if (found.WaitsFor is null) return;

            var again = found.Again is { } at ? at - time.GetUtcNow().UtcDateTime : (TimeSpan?)null;
            if (found.WaitsFor != step.Cause)
            {
                var since = explained is { } last ? time.GetElapsedTime(last) : LeastBetweenCauses;
                if (since >= LeastBetweenCauses)
                {
                    await store.ExplainStepAsync(work, step, found.WaitsFor, cancellationToken);
                    explained = time.GetTimestamp();
                }
                else if (again is null || again > LeastBetweenCauses - since)
                {
                    again = LeastBetweenCauses - since;
                }
            }

            await ChangedAsync(target, snapshot, again, cancellationToken);
        }
    }

    private async Task ChangedAsync(ITarget target, NamespaceSnapshot snapshot, TimeSpan? again, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var changed = target.ChangedAsync(snapshot.Namespace, snapshot.Version, enough.Token);
        var due = again is { } pause ? Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.FromMilliseconds(1), time, enough.Token) : Task.Delay(Timeout.Infinite, enough.Token);
        await await Task.WhenAny(changed, due);
        await enough.CancelAsync();
    }

    /// <param name="WaitsFor">What is still waited for, or null when there is nothing left.</param>
    /// <param name="Again">When to look again although nothing changed (UTC), or null.</param>
    private sealed record Look(string? WaitsFor, DateTime? Again);
}

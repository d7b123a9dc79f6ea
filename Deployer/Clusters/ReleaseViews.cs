using Dodas.Catalog.Planning;
using Dodas.Deployer.Health;
using Dodas.Deployer.Operations;
using Dodas.Deployer.Storage;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Clusters;

/// <summary>Releases as pages and the API show them: helm's word beside the target's.</summary>
internal static class ReleaseViews
{
    /// <summary>The view of a release, and when it may change by itself.</summary>
    /// <param name="release">The release.</param>
    /// <param name="planned">What it is meant to be.</param>
    /// <param name="operation">The cluster's latest operation.</param>
    /// <param name="snapshot">What is known of the namespace, or null when there is no target.</param>
    /// <param name="unreadable">Why the target cannot be read, or null when it can.</param>
    /// <param name="now">Now (UTC).</param>
    public static (ReleaseView View, DateTime? ReassessAt) Of(
        ReleaseRow release, PlannedRelease planned, OperationRow? operation, NamespaceSnapshot? snapshot, string? unreadable, DateTime now)
    {
        var assessment = Assess(release, operation, snapshot, unreadable, now);
        var view = new ReleaseView
        {
            Name = release.Name,
            Block = release.Block,
            Chart = $"{planned.Chart.Repository}/{planned.Chart.Name}",
            Version = planned.Chart.Version,
            Revision = release.Revision,
            HelmStatus = release.HelmStatus,
            State = assessment.State,
            Cause = assessment.Cause,
            Objects = assessment.Objects,
        };
        return (view, assessment.ReassessAt);
    }

    private static Assessment Assess(ReleaseRow release, OperationRow? operation, NamespaceSnapshot? snapshot, string? unreadable, DateTime now)
    {
        if (snapshot is null) return Without(ClusterState.Unknown, unreadable ?? "");
        var step = operation?.Steps.FirstOrDefault(step => step.Kind == StepKind.Install && step.Name == release.Block);
        var isComing = operation is { Kind: OperationKind.Create } && !operation.State.HasEnded();
        if (release.Objects is null) return unreadable is null ? NotApplied(release, step, operation, isComing) : Without(ClusterState.Unknown, unreadable);

        var assessment = ReleaseHealth.Assess(StoredJson.Read<List<ObjectReference>>(release.Objects), snapshot, now);
        if (unreadable is not null) return assessment with { State = ClusterState.Unknown, Cause = new Cause(unreadable, [new CauseLink("Target", unreadable)]) };
        if (step?.State == StepState.Failed && release.HelmStatus != "deployed")
            return assessment with { State = ClusterState.Failed, Cause = new Cause(step.Cause, [new CauseLink($"Release/{release.Name}", step.Cause)]) };
        return isComing && assessment.State == ClusterState.Missing ? Coming(assessment) : assessment;
    }

    private static Assessment NotApplied(ReleaseRow release, StepRow? step, OperationRow? operation, bool isComing) => step switch
    {
        { State: StepState.Failed } => Without(ClusterState.Failed, step.Cause, new CauseLink($"Release/{release.Name}", step.Cause)),
        { State: StepState.Pending } when isComing && OperationViews.WaitsFor(step, operation!) is { Count: > 0 } waits => Without(
            ClusterState.Progressing, OperationViews.Waiting(waits), [.. waits.Where(other => other.Cause.Length > 0).Select(other => new CauseLink(other.Name, other.Cause))]),
        { State: StepState.Pending } when isComing => Without(ClusterState.Progressing, "Waits for its turn."),
        not null when isComing => Without(ClusterState.Progressing, step.Cause.Length > 0 ? step.Cause : "Is being installed by helm."),
        _ => Without(ClusterState.Missing, "It was not installed."),
    };

    // While a cluster is being made, what is not there yet is on its way.
    private static Assessment Coming(Assessment assessment) => assessment with
    {
        State = ClusterState.Progressing,
        Objects = [.. assessment.Objects.Select(item => item.State == ClusterState.Missing ? item with { State = ClusterState.Progressing, Message = "Is being created." } : item)],
    };

    private static Assessment Without(ClusterState state, string summary, params CauseLink[] chain) => new(state, new Cause(summary, chain), []);
}

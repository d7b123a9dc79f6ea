using Dodas.Catalog.Compositions;
using Dodas.Deployer.Operations;
using Dodas.Deployer.Storage;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Clusters;

/// <summary>Puts together what we did (rows), what helm said (rows) and what the target says (snapshot). A pure function.</summary>
internal static class ClusterViews
{
    /// <summary>The view of a cluster.</summary>
    /// <param name="rows">What the database knows.</param>
    /// <param name="snapshot">What is known of its namespace, or null when its target does not exist.</param>
    /// <param name="now">Now (UTC).</param>
    public static ComposedCluster Compose(ClusterRows rows, NamespaceSnapshot? snapshot, DateTime now)
    {
        var (cluster, operation) = rows;
        var planned = cluster.Releases.Select(OperationWork.Planned).ToList();
        var unreadable = Unreadable(cluster, snapshot);
        var releases = cluster.Releases.Zip(planned, (release, plan) => ReleaseViews.Of(release, plan, operation, snapshot, unreadable, now)).ToList();
        var (state, cause) = Whole([.. releases.Select(release => release.View)], operation);
        var view = new ClusterView
        {
            Id = cluster.Id,
            Name = cluster.Name,
            Project = cluster.Project,
            Owner = cluster.Owner,
            Target = cluster.Target,
            Namespace = cluster.Namespace,
            State = state,
            Cause = cause,
            Releases = [.. releases.Select(release => release.View)],
            // What a browser opens comes first: it is what most people are after.
            Endpoints = [.. planned.SelectMany(plan => plan.Endpoints).OrderBy(endpoint => endpoint.Protocol is not ("http" or "https")).Select(endpoint => EndpointViews.Of(endpoint, cluster.Namespace, snapshot))],
            Operation = operation is null ? null : OperationViews.Of(operation),
            Composition = StoredJson.Read<Composition>(cluster.Composition),
            Bindings = StoredJson.Read<List<Binding>>(cluster.Bindings),
            CreatedAt = cluster.CreatedAt,
            ExpiresAt = cluster.ExpiresAt,
            ObservedAt = snapshot?.ReadAt,
        };
        return new ComposedCluster(view, snapshot?.Version ?? 0, releases.Min(release => release.ReassessAt));
    }

    private static string? Unreadable(ClusterRow cluster, NamespaceSnapshot? snapshot) => snapshot switch
    {
        null => $"There is no target {cluster.Target} any more.",
        { Error: { } error } => error,
        { ReadAt: null } => $"The target {cluster.Target} has not been read yet.",
        _ => null,
    };

    private static (ClusterState State, Cause Cause) Whole(IReadOnlyList<ReleaseView> releases, OperationRow? operation)
    {
        var worst = releases.MaxBy(release => release.State)!;
        switch (operation)
        {
            case { Kind: OperationKind.Delete } when !operation.State.HasEnded():
                var now = operation.Steps.FirstOrDefault(step => step.State is StepState.Applying or StepState.Waiting);
                return (ClusterState.Deleting, new Cause(now is { Cause.Length: > 0 } ? now.Cause : "It is being removed.", []));
            // What could not be prepared, or removed, is the operation's failure and shows in no object.
            case { State: OperationState.Failed } when worst.State == ClusterState.Missing || (operation.Kind == OperationKind.Delete && worst.State < ClusterState.Failed):
                var state = operation.Kind == OperationKind.Create ? ClusterState.Failed : worst.State;
                return (state, new Cause(operation.Cause, [.. operation.Steps.Where(step => step.State == StepState.Failed).Select(step => new CauseLink(step.Name, step.Cause))]));
            default:
                return (worst.State, worst.Cause);
        }
    }
}

/// <summary>A composed view and when to compose it again.</summary>
/// <param name="View">The view.</param>
/// <param name="SnapshotVersion">Version of the snapshot it was made from.</param>
/// <param name="ReassessAt">When it may change although nothing happens (UTC), or null.</param>
internal sealed record ComposedCluster(ClusterView View, long SnapshotVersion, DateTime? ReassessAt);

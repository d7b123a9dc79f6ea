using Dodas.Catalog.Compositions;

namespace Dodas.Deployer.Clusters;

/// <summary>A cluster as a page or the API shows it: what we did, what Helm says and what the target says, at one moment. Immutable.</summary>
public sealed record ClusterView
{
    /// <summary>Immutable id.</summary>
    public required string Id { get; init; }

    /// <summary>Name, unique in the project.</summary>
    public required string Name { get; init; }

    /// <summary>Project it belongs to.</summary>
    public required string Project { get; init; }

    /// <summary>Account name of the person who made it.</summary>
    public required string Owner { get; init; }

    /// <summary>Name of the target.</summary>
    public required string Target { get; init; }

    /// <summary>Kubernetes namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>How it is in the target.</summary>
    public required ClusterState State { get; init; }

    /// <summary>Why.</summary>
    public required Cause Cause { get; init; }

    /// <summary>Its releases, by wave.</summary>
    public required IReadOnlyList<ReleaseView> Releases { get; init; }

    /// <summary>Addresses it has.</summary>
    public required IReadOnlyList<EndpointView> Endpoints { get; init; }

    /// <summary>The operation that runs, or the last one that ran.</summary>
    public OperationView? Operation { get; init; }

    /// <summary>What it was made from, without secrets.</summary>
    public required Composition Composition { get; init; }

    /// <summary>All bindings, those the portal made included.</summary>
    public required IReadOnlyList<Binding> Bindings { get; init; }

    /// <summary>When it was asked for (UTC).</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When its lifetime ends (UTC), or null for never.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>When the target was last known to be read (UTC), or null for never.</summary>
    public DateTime? ObservedAt { get; init; }
}

/// <summary>One Helm release of a cluster.</summary>
public sealed record ReleaseView
{
    /// <summary>Helm release name.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the block in the composition.</summary>
    public required string Block { get; init; }

    /// <summary><c>repository/name</c>.</summary>
    public required string Chart { get; init; }

    /// <summary>Chart version.</summary>
    public required string Version { get; init; }

    /// <summary>Helm revision, 0 before there is one.</summary>
    public required int Revision { get; init; }

    /// <summary>Helm's own status, such as <c>deployed</c>; empty before there is one.</summary>
    public required string HelmStatus { get; init; }

    /// <summary>How it is in the target.</summary>
    public required ClusterState State { get; init; }

    /// <summary>Why.</summary>
    public required Cause Cause { get; init; }

    /// <summary>Its objects and the pods they own.</summary>
    public required IReadOnlyList<ObjectView> Objects { get; init; }
}

/// <summary>One Kubernetes object of a release.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Name">Name.</param>
/// <param name="State">How it is.</param>
/// <param name="Message">Why, in plain words; empty when there is nothing to explain.</param>
/// <param name="Owner">What owns it, such as <c>StatefulSet/ana-lab</c>, or null when the chart made it.</param>
/// <param name="Age">When it was created (UTC), or null while it is not there.</param>
public sealed record ObjectView(string Kind, string Name, ClusterState State, string Message, string? Owner, DateTime? Age);

/// <summary>An address of a cluster.</summary>
/// <param name="Name">Unique in the cluster.</param>
/// <param name="Title">What a person reads.</param>
/// <param name="Url">The address.</param>
/// <param name="PortForward">The kubectl line that opens it from elsewhere.</param>
/// <param name="HasSecret">A secret opens it; see <see cref="IClusters.RevealSecretAsync"/>.</param>
public sealed record EndpointView(string Name, string Title, string Url, string PortForward, bool HasSecret);

/// <summary>One operation, with its steps.</summary>
public sealed record OperationView
{
    /// <summary>Id.</summary>
    public required string Id { get; init; }

    /// <summary>Create or Delete.</summary>
    public required OperationKind Kind { get; init; }

    /// <summary>Id of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>Where it is.</summary>
    public required OperationState State { get; init; }

    /// <summary>Why it failed, empty otherwise.</summary>
    public required string Cause { get; init; }

    /// <summary>Account name of who asked for it.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>When it was asked for (UTC).</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When it ended (UTC), or null.</summary>
    public DateTime? FinishedAt { get; init; }

    /// <summary>Its steps, by wave.</summary>
    public required IReadOnlyList<StepView> Steps { get; init; }
}

/// <summary>One step of an operation.</summary>
/// <param name="Name">Name of the block, or of what is done for all.</param>
/// <param name="Wave">Steps of a wave run side by side, waves in order.</param>
/// <param name="State">Where it is.</param>
/// <param name="Cause">What it waits for or why it failed, in plain words.</param>
/// <param name="StartedAt">When it started (UTC), or null.</param>
/// <param name="FinishedAt">When it ended (UTC), or null.</param>
public sealed record StepView(string Name, int Wave, StepState State, string Cause, DateTime? StartedAt, DateTime? FinishedAt);

/// <summary>What an operation does.</summary>
public enum OperationKind
{
    /// <summary>Makes a cluster.</summary>
    Create,

    /// <summary>Removes a cluster.</summary>
    Delete,
}

/// <summary>Where an operation is.</summary>
public enum OperationState
{
    /// <summary>Waits for its turn.</summary>
    Queued,

    /// <summary>Runs.</summary>
    Running,

    /// <summary>Someone asked to stop it; it ends what it has begun.</summary>
    Cancelling,

    /// <summary>Its deployer died; it will be taken up again.</summary>
    Interrupted,

    /// <summary>Done.</summary>
    Succeeded,

    /// <summary>Ended without its aim.</summary>
    Failed,

    /// <summary>Stopped because someone asked for it.</summary>
    Cancelled,
}

/// <summary>Where a step is.</summary>
public enum StepState
{
    /// <summary>Waits for its wave.</summary>
    Pending,

    /// <summary>helm runs, or objects are being made.</summary>
    Applying,

    /// <summary>Waits for its objects to be ready, or gone.</summary>
    Waiting,

    /// <summary>Done.</summary>
    Ready,

    /// <summary>Ended without its aim.</summary>
    Failed,

    /// <summary>Not needed, or not begun because an earlier one failed.</summary>
    Skipped,

    /// <summary>Undone.</summary>
    RolledBack,
}

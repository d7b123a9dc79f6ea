using Dodas.Deployer.Clusters;

namespace Dodas.Deployer.Health;

/// <summary>How a release is in its target, by the rules for each kind.</summary>
/// <param name="State">The worst of its objects'.</param>
/// <param name="Cause">Why.</param>
/// <param name="Objects">Its objects and the pods and claims they own.</param>
public sealed record Assessment(ClusterState State, Cause Cause, IReadOnlyList<ObjectView> Objects)
{
    /// <summary>When this may change although nothing changes in the target (UTC), because a grace period ends; null when it cannot.</summary>
    public DateTime? ReassessAt { get; init; }
}

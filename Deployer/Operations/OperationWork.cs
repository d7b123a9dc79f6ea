using Dodas.Catalog.Planning;
using Dodas.Deployer.Storage;

namespace Dodas.Deployer.Operations;

/// <summary>An operation as its runner holds it while it runs.</summary>
/// <param name="Operation">The operation with its steps.</param>
/// <param name="Cluster">The cluster with its releases.</param>
internal sealed record OperationWork(OperationRow Operation, ClusterRow Cluster)
{
    /// <summary>The release that a step is about.</summary>
    public ReleaseRow Release(StepRow step) => Cluster.Releases.Single(release => release.Block == step.Name);

    /// <summary>What a release is meant to be.</summary>
    public static PlannedRelease Planned(ReleaseRow release) => StoredJson.Read<PlannedRelease>(release.Planned);
}

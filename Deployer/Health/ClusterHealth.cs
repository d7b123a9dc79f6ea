using Dodas.Deployer.Clusters;

namespace Dodas.Deployer.Health;

/// <summary>How a whole cluster is: as bad as the worst of its releases.</summary>
public static class ClusterHealth
{
    /// <summary>Puts the releases of a cluster together; none at all are Ready with nothing to show.</summary>
    public static Assessment Worst(IReadOnlyCollection<Assessment> releases)
    {
        var worst = releases.OrderByDescending(release => release.State).ThenByDescending(release => release.Cause.Chain.Count).FirstOrDefault();
        return new Assessment(worst?.State ?? ClusterState.Ready, worst?.Cause ?? Cause.None, [.. releases.SelectMany(release => release.Objects)])
        {
            ReassessAt = releases.Select(release => release.ReassessAt).Min(),
        };
    }
}

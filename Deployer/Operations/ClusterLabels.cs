namespace Dodas.Deployer.Operations;

/// <summary>Labels that the deployer puts on what it makes itself.</summary>
internal static class ClusterLabels
{
    /// <summary>Names the cluster by its id.</summary>
    public const string Cluster = "dodas.io/cluster";

    /// <summary>On every object.</summary>
    public static IReadOnlyDictionary<string, string> Of(string clusterId) => new Dictionary<string, string>
    {
        ["app.kubernetes.io/managed-by"] = "dodas-portal",
        [Cluster] = clusterId,
    };

    /// <summary>On the namespace: also the Pod Security level that the API server enforces in it.</summary>
    public static IReadOnlyDictionary<string, string> OfNamespace(string clusterId) => new Dictionary<string, string>(Of(clusterId))
    {
        ["pod-security.kubernetes.io/enforce"] = "baseline",
    };

    /// <summary>Selects what belongs to a cluster.</summary>
    public static string Selector(string clusterId) => $"{Cluster}={clusterId}";
}

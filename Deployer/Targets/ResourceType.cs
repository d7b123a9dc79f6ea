namespace Dodas.Deployer.Targets;

/// <summary>A kind as the API serves it.</summary>
/// <param name="ApiVersion">Such as <c>apps/v1</c>.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Plural">Its name in paths.</param>
/// <param name="Namespaced">Its objects live in namespaces.</param>
internal sealed record ResourceType(string ApiVersion, string Kind, string Plural, bool Namespaced)
{
    public static ResourceType Namespaces { get; } = new("v1", "Namespace", "namespaces", Namespaced: false);

    public static ResourceType StorageClasses { get; } = new("storage.k8s.io/v1", "StorageClass", "storageclasses", Namespaced: false);

    /// <summary>What every target is watched for: the kinds that health is judged by and that explain it.</summary>
    public static IReadOnlyList<ResourceType> WatchedAlways { get; } =
    [
        new("v1", "Pod", "pods", Namespaced: true),
        new("v1", "Event", "events", Namespaced: true),
        new("v1", "Service", "services", Namespaced: true),
        new("discovery.k8s.io/v1", "EndpointSlice", "endpointslices", Namespaced: true),
        new("v1", "PersistentVolumeClaim", "persistentvolumeclaims", Namespaced: true),
        new("apps/v1", "Deployment", "deployments", Namespaced: true),
        new("apps/v1", "StatefulSet", "statefulsets", Namespaced: true),
        new("apps/v1", "DaemonSet", "daemonsets", Namespaced: true),
        new("apps/v1", "ReplicaSet", "replicasets", Namespaced: true),
        new("batch/v1", "Job", "jobs", Namespaced: true),
        new("batch/v1", "CronJob", "cronjobs", Namespaced: true),
        new("networking.k8s.io/v1", "Ingress", "ingresses", Namespaced: true),
        new("autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", Namespaced: true),
        Namespaces,
        StorageClasses,
    ];

    public KindName Name { get; } = KindName.Of(ApiVersion, Kind);

    /// <summary>Path of its objects: of one namespace, or of all when <paramref name="namespace"/> is null.</summary>
    public string Path(string? @namespace)
    {
        var root = ApiVersion.Contains('/', StringComparison.Ordinal) ? $"apis/{ApiVersion}" : $"api/{ApiVersion}";
        return @namespace is null ? $"{root}/{Plural}" : $"{root}/namespaces/{@namespace}/{Plural}";
    }
}

using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Health;

/// <summary>The kinds that have a rule of their own.</summary>
internal static class Kinds
{
    public static KindName Pod { get; } = new("", "Pod");

    public static KindName Event { get; } = new("", "Event");

    public static KindName Service { get; } = new("", "Service");

    public static KindName EndpointSlice { get; } = new("discovery.k8s.io", "EndpointSlice");

    public static KindName Claim { get; } = new("", "PersistentVolumeClaim");

    public static KindName Volume { get; } = new("", "PersistentVolume");

    public static KindName StorageClass { get; } = new("storage.k8s.io", "StorageClass");

    public static KindName Deployment { get; } = new("apps", "Deployment");

    public static KindName StatefulSet { get; } = new("apps", "StatefulSet");

    public static KindName DaemonSet { get; } = new("apps", "DaemonSet");

    public static KindName ReplicaSet { get; } = new("apps", "ReplicaSet");

    public static KindName ControllerRevision { get; } = new("apps", "ControllerRevision");

    public static KindName Job { get; } = new("batch", "Job");

    public static KindName CronJob { get; } = new("batch", "CronJob");

    public static KindName Ingress { get; } = new("networking.k8s.io", "Ingress");

    public static KindName Autoscaler { get; } = new("autoscaling", "HorizontalPodAutoscaler");

    public static KindName Definition { get; } = new("apiextensions.k8s.io", "CustomResourceDefinition");

    public static KindName Namespace { get; } = new("", "Namespace");
}

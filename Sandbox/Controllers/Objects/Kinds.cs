using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Objects;

/// <summary>The resources that the controllers work with.</summary>
internal static class Kinds
{
    public static readonly GroupResource Pods = new("", "pods");
    public static readonly GroupResource Nodes = new("", "nodes");
    public static readonly GroupResource Namespaces = new("", "namespaces");
    public static readonly GroupResource Services = new("", "services");
    public static readonly GroupResource Endpoints = new("", "endpoints");
    public static readonly GroupResource Events = new("", "events");
    public static readonly GroupResource Secrets = new("", "secrets");
    public static readonly GroupResource ConfigMaps = new("", "configmaps");
    public static readonly GroupResource ServiceAccounts = new("", "serviceaccounts");
    public static readonly GroupResource Claims = new("", "persistentvolumeclaims");
    public static readonly GroupResource Volumes = new("", "persistentvolumes");
    public static readonly GroupResource Quotas = new("", "resourcequotas");
    public static readonly GroupResource ReplicationControllers = new("", "replicationcontrollers");
    public static readonly GroupResource Deployments = new("apps", "deployments");
    public static readonly GroupResource ReplicaSets = new("apps", "replicasets");
    public static readonly GroupResource StatefulSets = new("apps", "statefulsets");
    public static readonly GroupResource DaemonSets = new("apps", "daemonsets");
    public static readonly GroupResource ControllerRevisions = new("apps", "controllerrevisions");
    public static readonly GroupResource Jobs = new("batch", "jobs");
    public static readonly GroupResource CronJobs = new("batch", "cronjobs");
    public static readonly GroupResource StorageClasses = new("storage.k8s.io", "storageclasses");
    public static readonly GroupResource EndpointSlices = new("discovery.k8s.io", "endpointslices");
    public static readonly GroupResource Ingresses = new("networking.k8s.io", "ingresses");
    public static readonly GroupResource Autoscalers = new("autoscaling", "horizontalpodautoscalers");
    public static readonly GroupResource DisruptionBudgets = new("policy", "poddisruptionbudgets");
    public static readonly GroupResource Leases = new("coordination.k8s.io", "leases");
    public static readonly GroupResource CustomResources = new("apiextensions.k8s.io", "customresourcedefinitions");

    /// <summary>The key of an object of this resource.</summary>
    public static ObjectKey Key(this GroupResource resource, string? @namespace, string name) => new(resource, @namespace, name);
}

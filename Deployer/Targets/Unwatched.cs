using System.Collections.Frozen;

namespace Dodas.Deployer.Targets;

/// <summary>Kinds that have no health of their own. They are not watched: secrets have no business in this process's memory, and the others only cost it.</summary>
internal static class Unwatched
{
    public static FrozenSet<KindName> Kinds { get; } = new[]
    {
        new KindName("", "ConfigMap"),
        new KindName("", "Secret"),
        new KindName("", "ServiceAccount"),
        new KindName("", "Endpoints"),
        new KindName("", "LimitRange"),
        new KindName("", "PodTemplate"),
        new KindName("", "ResourceQuota"),
        new KindName("apps", "ControllerRevision"),
        new KindName("rbac.authorization.k8s.io", "Role"),
        new KindName("rbac.authorization.k8s.io", "RoleBinding"),
        new KindName("rbac.authorization.k8s.io", "ClusterRole"),
        new KindName("rbac.authorization.k8s.io", "ClusterRoleBinding"),
        new KindName("networking.k8s.io", "NetworkPolicy"),
        new KindName("networking.k8s.io", "IngressClass"),
        new KindName("policy", "PodDisruptionBudget"),
        new KindName("scheduling.k8s.io", "PriorityClass"),
        new KindName("coordination.k8s.io", "Lease"),
        new KindName("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"),
        new KindName("admissionregistration.k8s.io", "MutatingWebhookConfiguration"),
    }.ToFrozenSet();
}

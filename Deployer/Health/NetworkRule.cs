using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Health;

/// <summary>How Services and Ingresses are.</summary>
internal static class NetworkRule
{
    /// <summary>A load balancer has an address, and a Service with a selector has a ready endpoint.</summary>
    public static Verdict JudgeService(TargetObject item, SnapshotIndex index)
    {
        var document = item.Document;
        var selector = document.Entries("spec", "selector").ToList();
        if (document.Text("spec", "type") == "ExternalName") return Verdict.Ready;
        if (selector.Count > 0 && index.IsWatched(Kinds.EndpointSlice) && !HasEndpoint(item, index) && NoEndpoint(selector, index) is { } verdict) return verdict;
        if (document.Text("spec", "type") == "LoadBalancer" && !document.Items("status", "loadBalancer", "ingress").Any()) return Verdict.Progressing("It waits for an address from the target's load balancer.");
        return Verdict.Ready;
    }

    /// <summary>Some controllers never publish an address, so an Ingress without one is no failure.</summary>
    public static Verdict JudgeIngress(TargetObject item, SnapshotIndex index) => item.Document.Items("status", "loadBalancer", "ingress").Any()
        ? Verdict.Ready
        : Verdict.Ready with { Message = "Its address is unknown: the target's ingress controller has not published one." };

    private static bool HasEndpoint(TargetObject service, SnapshotIndex index) => index.OfKind(Kinds.EndpointSlice)
        .Where(slice => slice.Document.Text("metadata", "labels", "kubernetes.io/service-name") == service.Reference.Name)
        .SelectMany(slice => slice.Document.Items("endpoints"))
        .Any(endpoint => endpoint.At("conditions", "ready") is null || endpoint.Flag("conditions", "ready"));

    private static Verdict? NoEndpoint(List<KeyValuePair<string, string>> selector, SnapshotIndex index)
    {
        var pods = index.PodsWith(selector).Where(pod => !pod.IsLeaving()).ToList();
        if (pods.Count == 0) return IsScaledToNothing(selector, index) ? Verdict.Ready with { Message = "Nothing stands behind it: scaled to nothing." } : Verdict.Progressing("No pod stands behind it.");

        // Pods that have done their work need no way to them any more.
        if (pods.TrueForAll(pod => pod.Document.Text("status", "phase") == "Succeeded")) return Verdict.Ready;
        return WorkloadPods.Progress("No pod behind it is ready.", pods, index);
    }

    private static bool IsScaledToNothing(List<KeyValuePair<string, string>> selector, SnapshotIndex index)
    {
        var workloads = new[] { Kinds.Deployment, Kinds.StatefulSet, Kinds.ReplicaSet, Kinds.DaemonSet, Kinds.Job }.SelectMany(index.OfKind)
            .Where(item => SnapshotIndex.Matches(selector, item.Document.At("spec", "template", "metadata", "labels"))).ToList();
        return workloads.Count > 0 && workloads.TrueForAll(IsIdle);
    }

    private static bool IsIdle(TargetObject item) => KindName.Of(item.Reference) switch
    {
        var kind when kind == Kinds.DaemonSet => item.Document.Number("status", "desiredNumberScheduled") == 0,
        var kind when kind == Kinds.Job => item.Document.Condition("Complete") is { IsTrue: true },
        _ => item.Document.Number("spec", "replicas") == 0,
    };
}

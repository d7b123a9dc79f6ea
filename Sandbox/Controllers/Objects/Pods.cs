using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Controllers.Objects;

/// <summary>What controllers ask of a pod.</summary>
internal static class Pods
{
    public static string Phase(this JsonObject pod) => pod.Text("status", "phase") ?? "Pending";

    public static bool IsFinished(this JsonObject pod) => pod.Phase() is "Succeeded" or "Failed";

    /// <summary>Neither finished nor being deleted.</summary>
    public static bool IsActive(this JsonObject pod) => !pod.IsFinished() && !pod.IsDeleting();

    public static bool IsReady(this JsonObject pod) => pod.HasCondition("Ready");

    /// <summary>When the pod is available: ready for <paramref name="minReadySeconds"/>; null when it is not ready.</summary>
    public static DateTimeOffset? AvailableAt(this JsonObject pod, long minReadySeconds) =>
        pod.IsReady() ? (pod.Condition("Ready").Time("lastTransitionTime") ?? DateTimeOffset.MinValue).AddSeconds(minReadySeconds) : null;

    public static bool IsAvailable(this JsonObject pod, long minReadySeconds, DateTimeOffset now) =>
        minReadySeconds == 0 ? pod.IsReady() : pod.AvailableAt(minReadySeconds) is { } at && at <= now;

    public static long Restarts(this JsonObject pod) => pod.Items("status", "containerStatuses").Sum(status => status.Number("restartCount") ?? 0);

    /// <summary>
    /// The order in which pods are given up when there are too many: not scheduled, pending, not ready, ready for the shortest time,
    /// most restarts, youngest (k8s.io/kubernetes/pkg/controller, ActivePodsWithRanks).
    /// </summary>
    public static IEnumerable<JsonObject> LeastWantedFirst(this IEnumerable<JsonObject> pods) => pods
        .OrderBy(pod => pod.Text("spec", "nodeName") is null ? 0 : 1)
        .ThenBy(pod => pod.Phase() switch { "Pending" => 0, "Running" => 2, _ => 1 })
        .ThenBy(pod => pod.IsReady())
        .ThenBy(pod => long.TryParse(pod.Annotation("controller.kubernetes.io/pod-deletion-cost"), out var cost) ? cost : 0)
        .ThenByDescending(pod => pod.Condition("Ready").Text("lastTransitionTime"), StringComparer.Ordinal)
        .ThenByDescending(pod => pod.Restarts())
        .ThenByDescending(pod => pod.Version());
}

using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Controllers.Workloads;

/// <summary>The status of a Deployment (pkg/controller/deployment: sync.go, progress.go).</summary>
internal static class DeploymentStatus
{
    private const string Time = "lastUpdateTime";

    /// <summary>Completes <paramref name="status"/>, which starts as a copy of the old one.</summary>
    public static void Fill(JsonObject status, JsonObject deployment, JsonObject? newSet, List<JsonObject> old, DateTimeOffset now)
    {
        var before = deployment["status"];
        var all = newSet is null ? old : [.. old, newSet];
        var replicas = Sum(all, "replicas");
        var available = Sum(all, "availableReplicas");
        status["observedGeneration"] = deployment.Generation();
        Set(status, "replicas", replicas);
        Set(status, "updatedReplicas", newSet.Number("status", "replicas") ?? 0);
        Set(status, "readyReplicas", Sum(all, "readyReplicas"));
        Set(status, "availableReplicas", available);
        Set(status, "unavailableReplicas", Math.Max(0, all.Sum(Rollout.Replicas) - available));
        status["terminatingReplicas"] = Sum(all, "terminatingReplicas");

        if (available >= Rollout.Replicas(deployment) - Rollout.Limits(deployment).Unavailable)
            status.SetCondition("Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.", now, Time);
        else
            status.SetCondition("Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.", now, Time);
        if (!deployment.IsDeleting() && !deployment.Flag("spec", "paused"))
            Progress(status, before, deployment, newSet, now);

        var failure = newSet.Condition("ReplicaFailure") ?? old.Select(set => set.Condition("ReplicaFailure")).FirstOrDefault(condition => condition is not null);
        if (failure is null)
            status.RemoveCondition("ReplicaFailure");
        else
            status.SetCondition("ReplicaFailure", failure.Text("status")!, failure.Text("reason"), failure.Text("message"), now, Time);
    }

    /// <summary>Whether everything asked for is there, by the stored status.</summary>
    public static bool IsComplete(JsonObject deployment) => IsComplete(deployment, deployment["status"]);

    public static void NotePause(JsonObject status, JsonObject deployment, bool paused, DateTimeOffset now)
    {
        if (deployment.Number("spec", "progressDeadlineSeconds") is null)
            return;
        var reason = deployment.Condition("Progressing").Text("reason");
        if (reason == "ProgressDeadlineExceeded")
            return;
        if (paused && reason != "DeploymentPaused")
            status.SetCondition("Progressing", "Unknown", "DeploymentPaused", "Deployment is paused", now, Time);
        else if (!paused && reason == "DeploymentPaused")
            status.SetCondition("Progressing", "Unknown", "DeploymentResumed", "Deployment is resumed", now, Time);
    }

    /// <summary>When the rollout counts as stuck unless something happens; null when it is finished or has no deadline.</summary>
    public static DateTimeOffset? DeadlineOf(JsonObject deployment, JsonObject status)
    {
        var condition = new JsonObject { ["status"] = status.DeepClone() }.Condition("Progressing");
        if (deployment.Number("spec", "progressDeadlineSeconds") is not { } seconds || deployment.Flag("spec", "paused")
            || condition is null || condition.Text("reason") is "NewReplicaSetAvailable" or "ProgressDeadlineExceeded")
            return null;
        // A second more, because the time it counts from is written in whole seconds.
        return condition.Time(Time)?.AddSeconds(seconds + 1);
    }

    private static void Progress(JsonObject status, JsonNode? before, JsonObject deployment, JsonObject? newSet, DateTimeOffset now)
    {
        if (deployment.Number("spec", "progressDeadlineSeconds") is not { } seconds)
        {
            status.RemoveCondition("Progressing");
            return;
        }

        var current = status.Items("conditions").FirstOrDefault(condition => condition.Text("type") == "Progressing");
        if (Count(status, "replicas") == Count(status, "updatedReplicas") && current.Text("reason") == "NewReplicaSetAvailable")
            return;
        var name = newSet is null ? $"Deployment \"{deployment.Name()}\"" : $"ReplicaSet \"{newSet.Name()}\"";
        if (IsComplete(deployment, status))
            status.SetCondition("Progressing", "True", "NewReplicaSetAvailable", $"{name} has successfully progressed.", now, Time);
        else if (Moved(status, before))
            status.SetCondition("Progressing", "True", "ReplicaSetUpdated", $"{name} is progressing.", now, Time, touch: true);
        else if (current is not null && current.Text("reason") is not "NewReplicaSetAvailable" && (current.Time(Time) ?? now).AddSeconds(seconds) < now)
            status.SetCondition("Progressing", "False", "ProgressDeadlineExceeded", $"{name} has timed out progressing.", now, Time);
    }

    private static bool IsComplete(JsonObject deployment, JsonNode? status)
    {
        var wanted = Rollout.Replicas(deployment);
        return Count(status, "updatedReplicas") == wanted && Count(status, "replicas") == wanted && Count(status, "availableReplicas") == wanted
            && Count(status, "observedGeneration") >= deployment.Generation();
    }

    private static bool Moved(JsonObject status, JsonNode? before) =>
        Count(status, "updatedReplicas") > Count(before, "updatedReplicas")
        || Count(status, "replicas") - Count(status, "updatedReplicas") < Count(before, "replicas") - Count(before, "updatedReplicas")
        || Count(status, "readyReplicas") > Count(before, "readyReplicas")
        || Count(status, "availableReplicas") > Count(before, "availableReplicas");

    private static long Count(JsonNode? status, string field) => status.Number(field) ?? 0;

    private static long Sum(IEnumerable<JsonObject> sets, string field) => sets.Sum(set => set.Number("status", field) ?? 0);

    private static void Set(JsonObject status, string field, long value)
    {
        // As the real ones, these are left out when they are zero.
        if (value == 0)
            status.Remove(field);
        else
            status[field] = value;
    }
}

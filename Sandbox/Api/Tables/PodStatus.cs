using System.Globalization;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Api.Tables;

/// <summary>The status of a pod in one word, by the same rules as Kubernetes' own printer.</summary>
internal static class PodStatus
{
    /// <summary>Such as <c>Running</c>, <c>ImagePullBackOff</c>, <c>Init:0/1</c>, <c>Terminating</c>.</summary>
    public static string Reason(JsonObject pod)
    {
        var reason = pod.Text("status", "reason") ?? pod.Text("status", "phase") ?? "Unknown";
        if (pod.Items("status", "conditions").Any(c => c.Text("type") == "PodScheduled" && c.Text("reason") == "SchedulingGated"))
            reason = "SchedulingGated";
        var initializing = Initializing(pod);
        if (initializing is not null)
            reason = initializing;
        else
            reason = Containers(pod, reason);
        if (pod.Text("metadata", "deletionTimestamp") is not null)
            return pod.Text("status", "reason") == "NodeLost" ? "Unknown" : pod.Text("status", "phase") is "Succeeded" or "Failed" ? reason : "Terminating";
        return reason;
    }

    /// <summary>How often containers restarted, and when last.</summary>
    public static JsonNode? Restarts(JsonObject pod, DateTimeOffset now)
    {
        var statuses = pod.Items("status", "containerStatuses").ToList();
        var restarts = statuses.Sum(status => status.Number("restartCount") ?? 0);
        var last = statuses.Select(status => status.Text("lastState", "terminated", "finishedAt")).Where(time => time is not null).Max(StringComparer.Ordinal);
        return restarts > 0 && last is not null ? $"{restarts} ({HumanDuration.Since(last, now)} ago)" : restarts.ToString(CultureInfo.InvariantCulture);
    }

    private static string? Initializing(JsonObject pod)
    {
        var total = pod.List("spec", "initContainers")?.Count ?? 0;
        var index = 0;
        foreach (var status in pod.Items("status", "initContainerStatuses"))
        {
            var ended = status.Map("state", "terminated");
            if (ended is not null && ended.Number("exitCode") == 0)
            {
                index++;
                continue;
            }

            var restartable = pod.Items("spec", "initContainers").FirstOrDefault(c => c.Text("name") == status.Text("name")).Text("restartPolicy") == "Always";
            if (restartable && status.Flag("started"))
            {
                index++;
                continue;
            }

            if (ended is not null)
                return ended.Text("reason") is { Length: > 0 } why ? "Init:" + why : ended.Number("signal") is > 0 and var signal ? $"Init:Signal:{signal}" : $"Init:ExitCode:{ended.Number("exitCode")}";
            return status.Text("state", "waiting", "reason") is { Length: > 0 } waiting && waiting != "PodInitializing" ? "Init:" + waiting : $"Init:{index}/{total}";
        }

        return null;
    }

    private static string Containers(JsonObject pod, string reason)
    {
        var running = false;
        foreach (var status in pod.Items("status", "containerStatuses").Reverse())
        {
            if (status.Text("state", "waiting", "reason") is { Length: > 0 } waiting)
                reason = waiting;
            else if (status.Map("state", "terminated") is { } ended)
                reason = ended.Text("reason") is { Length: > 0 } why ? why : ended.Number("signal") is > 0 and var signal ? $"Signal:{signal}" : $"ExitCode:{ended.Number("exitCode")}";
            else if (status.Flag("ready") && status.Map("state", "running") is not null)
                running = true;
        }

        if (reason == "Completed" && running)
            return pod.Items("status", "conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True") ? "Running" : "NotReady";
        return reason;
    }
}

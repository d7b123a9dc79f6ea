using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Controllers.Nodes;

/// <summary>Phase and conditions of a pod from the states of its containers (pkg/kubelet/status).</summary>
internal static class PodStatus
{
    public static bool IsSidecar(JsonObject container) => container.Text("restartPolicy") == "Always";

    /// <summary>Sets phase and conditions by the container statuses in <paramref name="status"/>.</summary>
    public static void Conclude(JsonObject status, JsonObject pod, DateTimeOffset now)
    {
        var phase = PhaseOf(status, pod);
        status["phase"] = phase;
        var done = phase == "Succeeded";
        var inits = status.Items("initContainerStatuses").ToList();
        var open = pod.Items("spec", "initContainers").Where(container => !IsInitialized(container, inits)).Select(container => container.Text("name")).ToList();
        var unready = status.Items("containerStatuses").Where(container => !container.Flag("ready")).Select(container => container.Text("name")).ToList();
        Set(status, "PodReadyToStartContainers", status.Text("podIP") is not null && (phase is "Running" or "Pending"), null, null, now);
        if (done)
            Set(status, "Initialized", true, "PodCompleted", null, now);
        else
            Set(status, "Initialized", open.Count == 0, open.Count == 0 ? null : "ContainersNotInitialized", open.Count == 0 ? null : $"containers with incomplete status: [{string.Join(' ', open)}]", now);
        foreach (var type in (string[])["Ready", "ContainersReady"])
        {
            if (done)
                Set(status, type, false, "PodCompleted", null, now);
            else if (phase == "Failed")
                Set(status, type, false, "PodFailed", null, now);
            else if (unready.Count > 0)
                Set(status, type, false, "ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]", now);
            else if (type == "Ready" && OpenGates(pod) is { Count: > 0 } gates)
                Set(status, type, false, "ReadinessGatesNotReady", string.Join(", ", gates.Select(gate => $"corresponding condition of pod readiness gate \"{gate}\" does not exist.")), now);
            else
                Set(status, type, phase == "Running", null, null, now);
        }

        Set(status, "PodScheduled", true, null, null, now);
        foreach (var condition in status.Items("conditions"))
        {
            condition["lastProbeTime"] = null;
            condition["observedGeneration"] ??= pod.Generation();
        }
    }

    /// <summary>Ends a pod that has run longer than it may.</summary>
    public static void Expire(JsonObject status, JsonObject pod, DateTimeOffset now)
    {
        End(status, pod, now);
        status["phase"] = "Failed";
        status["reason"] = "DeadlineExceeded";
        status["message"] = "Pod was active on the node longer than the specified deadline";
    }

    /// <summary>Ends all containers of a pod that was stopped.</summary>
    public static void End(JsonObject status, JsonObject pod, DateTimeOffset now)
    {
        foreach (var container in status.Items("containerStatuses").Concat(status.Items("initContainerStatuses")).ToList())
        {
            if (container.Map("state", "terminated") is null)
                container["state"] = new JsonObject { ["terminated"] = Terminated(container, 0, "Completed", now) };
            container["ready"] = false;
            container["started"] = false;
        }

        Conclude(status, pod, now);
        if (status.Text("phase") is not ("Succeeded" or "Failed"))
            status["phase"] = "Succeeded";
    }

    public static JsonObject Terminated(JsonObject container, long exitCode, string reason, DateTimeOffset now)
    {
        var ended = new JsonObject { ["exitCode"] = exitCode, ["reason"] = reason, ["startedAt"] = container.Text("state", "running", "startedAt") ?? now.Stamp(), ["finishedAt"] = now.Stamp() };
        if (container.Text("containerID") is { } id)
            ended["containerID"] = id;
        return ended;
    }

    /// <summary>An image id that is always the same for the same name.</summary>
    public static string ImageId(string image) => $"{Repository(Reference(image))}@sha256:{Digest(image)}";

    public static string ContainerId(string pod, string container, long restart) => $"containerd://{Digest($"{pod}/{container}/{restart}")}";

    /// <summary>The full reference of an image: registry and tag filled in.</summary>
    public static string Reference(string image)
    {
        var first = image.Split('/')[0];
        var full = image.Contains('/', StringComparison.Ordinal) && (first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost")
            ? image
            : image.Contains('/', StringComparison.Ordinal) ? $"docker.io/{image}" : $"docker.io/library/{image}";
        return full.Contains('@', StringComparison.Ordinal) || full[(full.LastIndexOf('/') + 1)..].Contains(':', StringComparison.Ordinal) ? full : $"{full}:latest";
    }

    private static string Repository(string reference)
    {
        var at = reference.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0)
            return reference[..at];
        return reference[..reference.LastIndexOf(':')];
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static List<string> OpenGates(JsonObject pod) =>
        [.. pod.Items("spec", "readinessGates").Select(gate => gate.Text("conditionType") ?? "").Where(gate => !pod.HasCondition(gate))];

    private static bool IsInitialized(JsonObject container, List<JsonObject> statuses)
    {
        var status = statuses.FirstOrDefault(found => found.Text("name") == container.Text("name"));
        return IsSidecar(container) ? status.Flag("started") : status.Number("state", "terminated", "exitCode") == 0;
    }

    private static string PhaseOf(JsonObject status, JsonObject pod)
    {
        var policy = pod.Text("spec", "restartPolicy") ?? "Always";
        var specs = pod.Items("spec", "initContainers").ToList();
        var inits = status.Items("initContainerStatuses").ToList();
        if (policy == "Never" && specs.Any(spec => !IsSidecar(spec) && inits.Any(found => found.Text("name") == spec.Text("name") && found.Number("state", "terminated", "exitCode") is not (null or 0))))
            return "Failed";
        if (specs.Any(spec => !IsInitialized(spec, inits)))
            return "Pending";
        var containers = status.Items("containerStatuses").ToList();
        if (containers.Count == 0 || containers.Any(container => container.Map("state", "waiting") is not null && container.Map("lastState", "terminated") is null))
            return "Pending";
        if (policy != "Always" && containers.All(container => container.Map("state", "terminated") is not null))
        {
            if (containers.All(container => container.Number("state", "terminated", "exitCode") == 0))
                return "Succeeded";
            if (policy == "Never")
                return "Failed";
        }

        return "Running";
    }

    private static void Set(JsonObject status, string type, bool value, string? reason, string? message, DateTimeOffset now) =>
        status.SetCondition(type, value ? "True" : "False", reason, message, now, "lastProbeTime");
}

using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Nodes;

/// <summary>One look at one pod: what its status should be now, and what happened on the way.</summary>
internal sealed class PodSync(Cluster cluster, JsonObject pod, PodRun run, HashSet<string> images, PodNetwork network, Action<ObjectKey> wait)
{
    private readonly DateTimeOffset _now = cluster.Time.GetUtcNow();
    private readonly List<(bool Normal, string Reason, string Message, string? FieldPath)> _events = [];
    private readonly PodDependencies _dependencies = new(cluster, pod, wait);
    private readonly JsonObject _status = pod.Map("status")?.Copy() ?? [];
    private readonly List<JsonObject> _inits = [.. pod.Items("spec", "initContainers")];
    private readonly List<JsonObject> _containers = [.. pod.Items("spec", "containers")];
    private readonly string _policy = pod.Text("spec", "restartPolicy") ?? "Always";

    /// <summary>Whether something is to be reported even when the status stays as it was.</summary>
    public bool HasNews { get; private set; }

    /// <summary>The status that is due; delays that are running are left in the pod's <see cref="PodRun"/>.</summary>
    public JsonObject Advance()
    {
        Accept();
        if (pod.Number("spec", "activeDeadlineSeconds") is { } seconds && run.Reached("pod", "deadline", _status.Time("startTime")!.Value.AddSeconds(seconds) - _now))
        {
            _events.Add((false, "DeadlineExceeded", "Pod was active on the node longer than the specified deadline", null));
            PodStatus.Expire(_status, pod, _now);
            return _status;
        }

        if (_dependencies.FindUnmountable() is { } failure)
        {
            if (run.MountFailure != failure)
            {
                _events.Add((false, "FailedMount", failure, null));
                HasNews = true;
            }

            run.MountFailure = failure;
        }
        else if (RunInits())
        {
            foreach (var container in _containers)
                Drive(container, StatusOf(container, "containerStatuses"), isInit: false);
        }

        PodStatus.Conclude(_status, pod, _now);
        return _status;
    }

    /// <summary>Writes the events of what happened, once the status is stored.</summary>
    public void Report()
    {
        foreach (var (normal, reason, message, fieldPath) in _events)
        {
            if (normal)
                cluster.Events.Normal("kubelet", "v1", "Pod", pod, reason, message, fieldPath);
            else
                cluster.Events.Warning("kubelet", "v1", "Pod", pod, reason, message, fieldPath);
        }
    }

    private void Accept()
    {
        if (_status.Text("startTime") is not null)
            return;
        _status["hostIP"] = PodNetwork.NodeAddress;
        _status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = PodNetwork.NodeAddress });
        _status["startTime"] = _now.Stamp();
        _status["qosClass"] ??= PodResources.QualityOfService(pod["spec"]);
        var waiting = _inits.Count > 0 ? "PodInitializing" : "ContainerCreating";
        if (_inits.Count > 0)
            _status["initContainerStatuses"] = new JsonArray([.. _inits.Select(container => NewStatus(container, waiting))]);
        _status["containerStatuses"] = new JsonArray([.. _containers.Select(container => NewStatus(container, waiting))]);
    }

    // Init containers run one after the other; true once the app containers may start.
    private bool RunInits()
    {
        foreach (var container in _inits)
        {
            var status = StatusOf(container, "initContainerStatuses");
            Drive(container, status, isInit: true);
            var passed = PodStatus.IsSidecar(container) ? status.Flag("started") : status.Number("state", "terminated", "exitCode") == 0;
            if (!passed)
                return false;
        }

        return true;
    }

    // One container as far as it gets now. The whole start takes the pod's start delay, shared evenly by its stages.
    private void Drive(JsonObject container, JsonObject status, bool isInit)
    {
        var name = container.Text("name") ?? "";
        var stages = _inits.Count(init => !PodStatus.IsSidecar(init)) + 1;
        var share = PodFault.StartDelayOf(pod, cluster.Options) / stages;
        if (status.Map("state", "waiting") is { } waiting)
        {
            var restarting = waiting.Text("reason") == "CrashLoopBackOff";
            // A container that runs to its end spends its share running, not waiting.
            var delay = restarting ? BackOff(status) : isInit ? TimeSpan.Zero : share;
            if (!run.Reached(name, restarting ? $"backoff-{status.Number("restartCount")}" : "start", delay) || !CanStart(container, status))
                return;
            Start(container, status, isInit);
        }

        if (status.Map("state", "running") is not null && EndOf(isInit, PodStatus.IsSidecar(container), share) is { } end && run.Reached(name, $"run-{status.Number("restartCount")}", end.After))
            End(container, status, end.ExitCode, end.Reason);
    }

    private bool CanStart(JsonObject container, JsonObject status)
    {
        var name = container.Text("name") ?? "";
        var image = container.Text("image") ?? "";
        if (!PodFault.IsImageName(image))
        {
            var problem = $"Failed to apply default image tag \"{image}\": couldn't parse image name \"{image}\": invalid reference format";
            Wait(status, "InvalidImageName", problem);
            _events.Add((false, "InspectFailed", problem, FieldPath(name)));
            _events.Add((false, "Failed", "Error: InvalidImageName", FieldPath(name)));
            return false;
        }

        if (!PodFault.CanPull(pod, image))
        {
            FailPull(name, image, status);
            return false;
        }

        if (_dependencies.FindUnconfigurable(container) is not { } missing)
            return true;
        Wait(status, "CreateContainerConfigError", missing);
        _events.Add((false, "Failed", $"Error: {missing}", FieldPath(name)));
        return false;
    }

    private void FailPull(string name, string image, JsonObject status)
    {
        var reference = PodStatus.Reference(image);
        var error = $"rpc error: code = NotFound desc = failed to pull and unpack image \"{reference}\": failed to resolve reference \"{reference}\": {reference}: not found";
        if (status.Text("state", "waiting", "reason") is not ("ErrImagePull" or "ImagePullBackOff"))
        {
            _events.Add((true, "Pulling", $"Pulling image \"{image}\"", FieldPath(name)));
            _events.Add((false, "Failed", $"Failed to pull image \"{image}\": {error}", FieldPath(name)));
            _events.Add((false, "Failed", "Error: ErrImagePull", FieldPath(name)));
            Wait(status, "ErrImagePull", error);
            run.Reached(name + "/pull", "backoff", cluster.Options.ImagePullBackOff);
        }
        else if (status.Text("state", "waiting", "reason") == "ErrImagePull" && run.Reached(name + "/pull", "backoff", cluster.Options.ImagePullBackOff))
        {
            _events.Add((true, "BackOff", $"Back-off pulling image \"{image}\"", FieldPath(name)));
            _events.Add((false, "Failed", "Error: ImagePullBackOff", FieldPath(name)));
            Wait(status, "ImagePullBackOff", $"Back-off pulling image \"{image}\": ErrImagePull: {error}");
        }
    }

    private void Start(JsonObject container, JsonObject status, bool isInit)
    {
        var name = container.Text("name") ?? "";
        var image = container.Text("image") ?? "";
        if (_status.Text("podIP") is null)
        {
            var address = network.AddressOf(pod);
            _status["podIP"] = address;
            _status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address });
        }

        if (images.Add(image))
        {
            _events.Add((true, "Pulling", $"Pulling image \"{image}\"", FieldPath(name)));
            _events.Add((true, "Pulled", $"Successfully pulled image \"{image}\" in 1ms (1ms including waiting). Image size: 1048576 bytes.", FieldPath(name)));
        }
        else
        {
            _events.Add((true, "Pulled", $"Container image \"{image}\" already present on machine", FieldPath(name)));
        }

        _events.Add((true, "Created", $"Created container: {name}", FieldPath(name)));
        _events.Add((true, "Started", $"Started container {name}", FieldPath(name)));
        status["state"] = new JsonObject { ["running"] = new JsonObject { ["startedAt"] = _now.Stamp() } };
        status["imageID"] = PodStatus.ImageId(image);
        status["containerID"] = PodStatus.ContainerId(pod.Uid(), name, status.Number("restartCount") ?? 0);
        status["started"] = !isInit || PodStatus.IsSidecar(container);
        status["ready"] = (!isInit && PodFault.Of(pod) != PodFault.NeverReady) || PodStatus.IsSidecar(container);
        if (!isInit && PodFault.Of(pod) == PodFault.NeverReady)
            _events.Add((false, "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", FieldPath(name)));
    }

    // When and how a running container ends; null when it goes on for ever.
    private (TimeSpan After, long ExitCode, string Reason)? EndOf(bool isInit, bool isSidecar, TimeSpan share)
    {
        var fault = PodFault.Of(pod);
        if (isSidecar)
            return null;
        if (isInit)
            return fault == PodFault.InitFail ? (share, 1, "Error") : (share, 0, "Completed");
        return fault switch
        {
            PodFault.CrashLoop => (cluster.Options.PodStartDelay, 1, "Error"),
            PodFault.OutOfMemory => (cluster.Options.PodStartDelay, 137, "OOMKilled"),
            _ when _policy != "Always" && PodFault.RunTimeOf(pod, cluster.Options) is { } runTime => (runTime, 0, "Completed"),
            _ => null,
        };
    }

    private void End(JsonObject container, JsonObject status, long exitCode, string reason)
    {
        var name = container.Text("name") ?? "";
        var terminated = PodStatus.Terminated(status, exitCode, reason, _now);
        status["ready"] = exitCode == 0 && container.Text("restartPolicy") is null && _inits.Contains(container);
        status["started"] = false;
        if (exitCode == 0 || _policy == "Never")
        {
            status["state"] = new JsonObject { ["terminated"] = terminated };
            return;
        }

        status["lastState"] = new JsonObject { ["terminated"] = terminated };
        status["restartCount"] = (status.Number("restartCount") ?? 0) + 1;
        var pause = BackOff(status);
        Wait(status, "CrashLoopBackOff", $"back-off {Text(pause)} restarting failed container={name} pod={pod.Name()}_{pod.Namespace()}({pod.Uid()})");
        _events.Add((false, "BackOff", $"Back-off restarting failed container {name} in pod {pod.Name()}_{pod.Namespace()}({pod.Uid()})", FieldPath(name)));
        run.Reached(name, $"backoff-{status.Number("restartCount")}", pause);
    }

    private TimeSpan BackOff(JsonObject status)
    {
        var restarts = Math.Clamp((status.Number("restartCount") ?? 1) - 1, 0, 10);
        var pause = cluster.Options.CrashBackOff * Math.Pow(2, restarts);
        return pause < cluster.Options.CrashBackOff * 30 ? pause : cluster.Options.CrashBackOff * 30;
    }

    private JsonObject StatusOf(JsonObject container, string list)
    {
        var found = _status.Items(list).FirstOrDefault(status => status.Text("name") == container.Text("name"));
        if (found is not null)
            return found;
        found = NewStatus(container, "ContainerCreating");
        if (_status[list] is not JsonArray statuses)
            _status[list] = statuses = [];
        statuses.Add(found);
        return found;
    }

    private string FieldPath(string name) => _inits.Any(init => init.Text("name") == name) ? $"spec.initContainers{{{name}}}" : $"spec.containers{{{name}}}";

    private static string Text(TimeSpan pause) => pause.TotalSeconds < 60 ? $"{pause.TotalSeconds:0.###}s" : $"{(int)pause.TotalMinutes}m{pause.Seconds}s";

    private static void Wait(JsonObject status, string reason, string message)
    {
        status["state"] = new JsonObject { ["waiting"] = new JsonObject { ["reason"] = reason, ["message"] = message } };
        status["ready"] = false;
        status["started"] = false;
    }

    private static JsonObject NewStatus(JsonObject container, string waiting) => new()
    {
        ["name"] = container.Text("name"),
        ["state"] = new JsonObject { ["waiting"] = new JsonObject { ["reason"] = waiting } },
        ["lastState"] = new JsonObject(),
        ["ready"] = false,
        ["restartCount"] = 0L,
        ["image"] = container.Text("image"),
        ["imageID"] = "",
        ["started"] = false,
    };
}

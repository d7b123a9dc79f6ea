using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Api;

/// <summary>Logs of containers that do not exist: a few plausible lines that follow from the container's state.</summary>
internal sealed class PodLogs(ObjectStore store, TimeProvider time, CancellationToken stopping)
{
    /// <summary>Answers with the log of one container.</summary>
    public async Task AnswerAsync(Call call, JsonObject pod)
    {
        var name = call.Path.Name!;
        var container = Container(call, pod, name);
        var status = pod.Items("status", "containerStatuses").Concat(pod.Items("status", "initContainerStatuses")).FirstOrDefault(one => one.Text("name") == container);
        var previous = call.Flag("previous");
        var state = status.Map(previous ? "lastState" : "state");
        if (previous && state.Map("terminated") is null)
            throw Refusal.BadRequest($"previous terminated container \"{container}\" in pod \"{name}\" not found");
        var started = state.Text("running", "startedAt") ?? state.Text("terminated", "startedAt") ?? status.Text("lastState", "terminated", "startedAt");
        if (started is null)
            throw Refusal.BadRequest($"container \"{container}\" in pod \"{name}\" is waiting to start: {Waiting(status)}");

        var http = call.Http;
        http.Response.ContentType = "text/plain";
        var lines = Lines(pod, container, started, state.Map("terminated") ?? status.Map("lastState", "terminated"), call.Flag("timestamps"));
        if (call.Number("tailLines") is { } tail)
            lines = tail < 0 ? throw Refusal.Invalid(call.Kind with { Kind = "PodLogOptions" }, name, [FieldProblem.Invalid("tailLines", tail, "must be greater than or equal to 0")]) : [.. lines.TakeLast((int)Math.Min(tail, int.MaxValue))];
        var text = string.Concat(lines.Select(line => line + "\n"));
        if (call.Number("limitBytes") is { } limit && limit < text.Length)
            text = text[..(int)Math.Max(0, limit)];
        await http.Response.WriteAsync(text, Encoding.UTF8, call.Cancelled);
        await http.Response.Body.FlushAsync(call.Cancelled);
        if (call.Flag("follow") && state.Map("running") is not null)
            await FollowAsync(call, name, container);
    }

    private static string Container(Call call, JsonObject pod, string name)
    {
        var all = pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers")).Select(one => one.Text("name")!).ToList();
        var containers = pod.Items("spec", "containers").Select(one => one.Text("name")!).ToList();
        if (call.Query("container") is { } asked)
            return all.Contains(asked) ? asked : throw Refusal.BadRequest($"container {asked} is not valid for pod {name}");
        return containers.Count == 1 ? containers[0] : throw Refusal.BadRequest($"a container name must be specified for pod {name}, choose one of: [{string.Join(' ', containers)}]");
    }

    private static string Waiting(JsonObject? status) => status.Text("state", "waiting", "reason") switch
    {
        "ErrImagePull" or "ImagePullBackOff" => "trying and failing to pull image",
        "PodInitializing" => "PodInitializing",
        { Length: > 0 } reason => reason,
        _ => "ContainerCreating",
    };

    private static List<string> Lines(JsonObject pod, string container, string started, JsonObject? ended, bool stamps)
    {
        var image = pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers")).FirstOrDefault(one => one.Text("name") == container).Text("image");
        var lines = new List<(string Time, string Text)>
        {
            (started, $"sandbox: container {container} of pod {pod.Text("metadata", "namespace")}/{pod.Text("metadata", "name")} started from {image}"),
            (started, "sandbox: this log is simulated, no process runs"),
        };
        if (ended is not null)
            lines.Add((ended.Text("finishedAt") ?? started, $"sandbox: exited with code {ended.Number("exitCode") ?? 0}{(ended.Text("reason") is { } reason ? $" ({reason})" : "")}"));
        return [.. lines.Select(line => stamps ? $"{Stamp(line.Time)} {line.Text}" : line.Text)];
    }

    private static string Stamp(string time) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, out var parsed) ? parsed.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff00'Z'") : time;

    /// <summary>A followed log ends with its container.</summary>
    private async Task FollowAsync(Call call, string name, string container)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(call.Cancelled, stopping);
        var key = call.Key(name);
        try
        {
            await foreach (var batch in store.Changes.ReadAsync(store.ResourceVersion, Timeout.InfiniteTimeSpan, time, ending.Token))
            {
                foreach (var change in batch)
                {
                    if (change.Key != key)
                        continue;
                    var ended = change.Current.Items("status", "containerStatuses").FirstOrDefault(one => one.Text("name") == container).Map("state", "terminated");
                    if (ended is not null)
                        await call.Http.Response.WriteAsync($"sandbox: exited with code {ended.Number("exitCode") ?? 0}\n", ending.Token);
                    if (ended is not null || change.Type == ChangeType.Deleted)
                        return;
                }
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The reader went away or the server stops.
        }
    }
}

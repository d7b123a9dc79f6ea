using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dodas.Deployer.Tests.Targets;

/// <summary>
/// Just enough of a Kubernetes API to watch, with the bad moods that no well-behaved server has on demand: watches dropped in the middle
/// of a line, resume points forgotten, answers that never come, lists refused, errors inside a stream.
/// </summary>
internal sealed class TinyApi : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Channel<string?>, string> _watches = new();
    private readonly List<(long Version, string Path, string Line)> _history = [];
    private WebApplication? _server;
    private long _version = 100;
    private long _forgotten;

    public string Kubeconfig { get; } = Path.Combine(Directory.CreateTempSubdirectory("tiny-api").FullName, "config");

    /// <summary>Every request but probes, as "list pods", "watch pods" or "GET path".</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>HTTP status that a request for this path is refused with, or null.</summary>
    public Func<string, int?> Refuse { get; set; } = _ => null;

    /// <summary>Answers do not come while this is not complete.</summary>
    public Task Pause { get; set; } = Task.CompletedTask;

    public int Watches => _watches.Count;

    public static async Task<TinyApi> StartAsync()
    {
        var api = new TinyApi();
        await api.StartServerAsync(port: 0);
        return api;
    }

    public async Task StopServerAsync()
    {
        EndWatches();
        await _server!.DisposeAsync();
    }

    public Task StartAgainAsync(int port) => StartServerAsync(port);

    public int Port => new Uri(_server!.Urls.Single()).Port;

    /// <summary>Creates or changes an object, as <c>pods/ana/lab-0</c>.</summary>
    public void Put(string path, string document = "{}") => Store(path, (JsonObject)JsonNode.Parse(document)!);

    public void Delete(string path)
    {
        lock (_gate)
        {
            if (_objects.Remove(path, out var gone)) Tell(path, "DELETED", gone);
        }
    }

    public void Bookmark()
    {
        lock (_gate)
        {
            foreach (var watch in _watches.Keys) watch.Writer.TryWrite($$$"""{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"{{{++_version}}}"} } }""" + "\n");
        }
    }

    /// <summary>Ends all watches, the way a server does that has had enough, or in the middle of a line.</summary>
    public void EndWatches(string? lastWords = null)
    {
        foreach (var watch in _watches.Keys)
        {
            if (lastWords is not null) watch.Writer.TryWrite(lastWords);
            watch.Writer.TryComplete();
        }
    }

    /// <summary>Resume points up to now are answered with 410.</summary>
    public void ForgetVersions() => _forgotten = _version + 1;

    public async ValueTask DisposeAsync()
    {
        await StopServerAsync();
        Directory.Delete(Path.GetDirectoryName(Kubeconfig)!, recursive: true);
    }

    private async Task StartServerAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        _server = builder.Build();
        _server.Run(AnswerAsync);
        await _server.StartAsync();
        await File.WriteAllTextAsync(Kubeconfig, $$"""
            apiVersion: v1
            kind: Config
            current-context: tiny
            clusters: [{name: tiny, cluster: {server: {{_server.Urls.Single()}} } }]
            users: [{name: tiny, user: {token: secret} }]
            contexts: [{name: tiny, context: {cluster: tiny, user: tiny} }]
            """);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!.Trim('/');
        await Pause.WaitAsync(http.RequestAborted);
        var parts = path.Split('/').Skip(path.StartsWith("api/", StringComparison.Ordinal) ? 2 : 3).ToArray();
        var inNamespace = parts is ["namespaces", _, _, ..];
        var key = inNamespace ? string.Join('/', [parts[2], parts[1], .. parts[3..]]) : string.Join('/', parts);
        var isWatch = http.Request.Query["watch"] == "true";
        if (path != "version") Requests.Enqueue(http.Request.Method == "GET" && parts.Length is 1 or 3 && (inNamespace || parts.Length == 1) ? $"{(isWatch ? "watch" : "list")} {key}" : $"{http.Request.Method} {key}");

        if (Refuse(path) is { } code) await FailAsync(http, code, $"{key} is refused");
        else if (path == "version") await http.Response.WriteAsync("{}");
        else if (path == "apis/example.org/v1") await http.Response.WriteAsync("""{"resources":[{"name":"widgets","kind":"Widget","namespaced":true,"verbs":["list","watch"]},{"name":"widgets/status","kind":"Widget","namespaced":true,"verbs":["get"]}]}""");
        else if (parts.Length == 0) await FailAsync(http, 404, "not served");
        else if (isWatch) await WatchAsync(http, key);
        else await CallAsync(http, key, isList: parts.Length == 1 || (inNamespace && parts.Length == 3));
    }

    private async Task CallAsync(HttpContext http, string key, bool isList)
    {
        if (http.Request.Method == "POST")
        {
            var document = (JsonObject)(await JsonNode.ParseAsync(http.Request.Body))!;
            var path = $"{key}/{document["metadata"]!["name"]}";
            bool isNew;
            lock (_gate) isNew = !_objects.ContainsKey(path);
            if (isNew) Store(path, document);
            else await FailAsync(http, 409, "already exists");
            if (isNew) await http.Response.WriteAsync(document.ToJsonString());
            return;
        }

        string? body;
        lock (_gate)
        {
            if (isList) body = List(key);
            else if (http.Request.Method == "DELETE" && _objects.TryGetValue(key, out var gone)) (body, _) = (gone.ToJsonString(), Gone(key));
            else body = _objects.TryGetValue(key, out var found) ? found.ToJsonString() : null;
        }

        if (body is null) await FailAsync(http, 404, $"{key} not found");
        else await http.Response.WriteAsync(body);
    }

    private bool Gone(string key)
    {
        Delete(key);
        return true;
    }

    private string List(string key) => new JsonObject
    {
        ["metadata"] = new JsonObject { ["resourceVersion"] = _version.ToString(CultureInfo.InvariantCulture) },
        ["items"] = new JsonArray([.. _objects.Where(item => IsUnder(key, item.Key)).Select(item => item.Value.DeepClone())]),
    }.ToJsonString();

    private async Task WatchAsync(HttpContext http, string key)
    {
        var lines = Channel.CreateUnbounded<string?>();
        var version = long.Parse(http.Request.Query["resourceVersion"].ToString(), CultureInfo.InvariantCulture);
        lock (_gate)
        {
            if (version < _forgotten) lines.Writer.TryWrite("""{"type":"ERROR","object":{"kind":"Status","code":410,"message":"too old resource version"}}""" + "\n");
            else foreach (var (_, _, line) in _history.Where(past => past.Version > version && IsUnder(key, past.Path))) lines.Writer.TryWrite(line);
            _watches[lines] = key;
        }

        try
        {
            await http.Response.StartAsync(http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await foreach (var line in lines.Reader.ReadAllAsync(http.RequestAborted))
            {
                await http.Response.WriteAsync(line!, http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The client went away.
        }
        finally
        {
            _watches.TryRemove(lines, out _);
        }
    }

    private static Task FailAsync(HttpContext http, int code, string message)
    {
        http.Response.StatusCode = code;
        return http.Response.WriteAsync($$"""{"kind":"Status","code":{{code}},"message":"{{message}}"}""");
    }

    private void Store(string path, JsonObject document)
    {
        var parts = path.Split('/');
        lock (_gate)
        {
            var metadata = document["metadata"] as JsonObject ?? [];
            document["metadata"] = metadata;
            metadata["name"] = parts[^1];
            if (parts.Length == 3) metadata["namespace"] = parts[1];
            metadata["uid"] ??= Guid.NewGuid().ToString();
            metadata["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
            var isNew = !_objects.ContainsKey(path);
            _objects[path] = document;
            Tell(path, isNew ? "ADDED" : "MODIFIED", document);
        }
    }

    private void Tell(string path, string type, JsonObject document)
    {
        document = (JsonObject)document.DeepClone();
        if (type == "DELETED") document["metadata"]!["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
        var line = new JsonObject { ["type"] = type, ["object"] = document }.ToJsonString() + "\n";
        _history.Add((_version, path, line));
        foreach (var (watch, key) in _watches)
        {
            if (IsUnder(key, path)) watch.Writer.TryWrite(line);
        }
    }

    // "pods" covers "pods/ana/x", "pods/ana" only that namespace's; "namespaces" covers "namespaces/ana".
    private static bool IsUnder(string key, string path) => path.StartsWith(key + "/", StringComparison.Ordinal);
}

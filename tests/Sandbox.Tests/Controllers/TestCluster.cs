using System.Text.Json.Nodes;
using System.Threading.Channels;
using Dodas.Sandbox.Controllers;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;
using Microsoft.Extensions.Hosting;

namespace Dodas.Sandbox.Tests.Controllers;

/// <summary>The controllers over the real store in memory, with no delays unless a test sets them.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    public const string Namespace = "lab";

    public static readonly SimulationOptions Fast = new()
    {
        PodStartDelay = TimeSpan.Zero,
        PodStopDelay = TimeSpan.Zero,
        PodRunTime = TimeSpan.Zero,
        CrashBackOff = TimeSpan.FromMilliseconds(5),
        JobBackOff = TimeSpan.FromMilliseconds(5),
        ImagePullBackOff = TimeSpan.FromMilliseconds(5),
    };

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SimulationOptions _options;
    private readonly TimeProvider _time;
    private readonly Channel<long> _settled = Channel.CreateUnbounded<long>();
    private Runner _runner;
    private long _seen = -1;

    private TestCluster(SimulationOptions options, TimeProvider time, IObjectStore? store)
    {
        _options = options;
        _time = time;
        Store = store ?? ObjectStore.Open(null, time);
        _runner = Run();
    }

    public IObjectStore Store { get; }

    public static TestCluster Start(SimulationOptions? options = null, TimeProvider? time = null, IObjectStore? store = null)
    {
        var cluster = new TestCluster(options ?? Fast, time ?? TimeProvider.System, store);
        if (cluster.Find(Kinds.Namespaces.Key(null, Namespace)) is null)
            cluster.CreateNamespace(Namespace);
        return cluster;
    }

    public Task StopAsync() => _runner.StopAsync(CancellationToken.None);

    public void Restart()
    {
        _runner.Dispose();
        while (_settled.Reader.TryRead(out _))
        {
            // Said by the earlier run.
        }

        _seen = -1;
        _runner = Run();
    }

    public JsonObject CreateNamespace(string name) => Store.Create(Kinds.Namespaces.Key(null, name), Documents("""
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {}, "spec": {"finalizers": ["kubernetes"]}, "status": {"phase": "Active"}}
        """));

    public ObjectKey Create(GroupResource resource, string name, string json, string? @namespace = Namespace)
    {
        var key = resource.Key(@namespace, name);
        Store.Create(key, Documents(json));
        return key;
    }

    public JsonObject? Find(ObjectKey key) => Store.Find(key);

    public IReadOnlyList<JsonObject> List(GroupResource resource, string? @namespace = Namespace) => Store.List(resource, @namespace);

    public IReadOnlyList<JsonObject> Pods => List(Kinds.Pods);

    public void Change(ObjectKey key, Action<JsonObject> change) => Store.Update(key, copy =>
    {
        change(copy);
        return true;
    });

    /// <summary>Waits until the object is as expected and gives it.</summary>
    public async Task<JsonObject> Until(ObjectKey key, Func<JsonObject, bool> condition)
    {
        await Until(() => Find(key) is { } found && condition(found), () => Find(key)?.ToJsonString() ?? $"{key} does not exist");
        return Find(key)!;
    }

    public Task UntilGone(ObjectKey key) => Until(() => Find(key) is null, () => Find(key)?.ToJsonString() ?? "");

    public Task UntilEvent(string reason, string message) => Until(
        () => List(Kinds.Events, null).Any(found => found.Text("reason") == reason && found.Text("message")!.Contains(message, StringComparison.Ordinal)),
        () => string.Join('\n', List(Kinds.Events, null).Select(found => $"{found.Text("reason")}: {found.Text("message")}")));

    /// <summary>Waits for a state of the whole store; looks again after every change.</summary>
    public async Task Until(Func<bool> condition, Func<string>? describe = null)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var watch = Store.WatchAsync(patience.Token);
        if (condition())
            return;
        try
        {
            await foreach (var change in watch)
            {
                if (condition())
                    return;
            }
        }
        catch (OperationCanceledException late) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            if (!condition())
                throw new TimeoutException($"The cluster did not get there. {describe?.Invoke()}", late);
        }
    }

    /// <summary>Lets the test's clock go from one due time to the next, each time the controllers have nothing left to do, until the condition holds.</summary>
    public async Task Advance(Func<bool> condition, Func<string>? describe = null)
    {
        var time = (TestTime)_time;
        for (var step = 0; step < 20_000; step++)
        {
            await Settle();
            if (condition())
                return;
            while (_settled.Reader.TryRead(out _))
            {
                // Said before the clock moved.
            }

            _seen = -1;
            time.AdvanceToNext();
        }

        throw new TimeoutException($"Time passed and nothing came of it. {describe?.Invoke()}");
    }

    public async Task Settle()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        // Until then changes are still on their way to the controllers.
        while (_seen < Store.ResourceVersion)
            _seen = await _settled.Reader.ReadAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _runner.Dispose();
    }

    private Runner Run()
    {
        var runner = new Runner(new SimulatedCluster(Store, _options, _time) { Settled = version => _settled.Writer.TryWrite(version) });
        _ = runner.StartAsync(CancellationToken.None);
        return runner;
    }

    private sealed class Runner(SimulatedCluster cluster) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => cluster.RunAsync(stoppingToken);
    }

    public static JsonObject Documents(string json) => JsonNode.Parse(json)!.AsObject();
}

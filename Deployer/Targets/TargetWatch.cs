using Microsoft.Extensions.Logging;

namespace Dodas.Deployer.Targets;

/// <summary>The one watch set of a target, shared by all who look at it: a list and watch for each resource type, and a sign of life asked for between.</summary>
internal sealed class TargetWatch(TargetConnection connection, TargetStore store, TargetOptions options, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Reconnect _reconnect = new(options.LongestPause, time);
    private readonly Lock _gate = new();
    private readonly Dictionary<KindName, ResourceWatch> _watches = [];
    private readonly List<Task> _running = [];

    /// <summary>Starts watching; returns at once.</summary>
    public void Start()
    {
        store.Announced = Announce;
        lock (_gate) _running.Add(GuardAsync(StartAsync));
    }

    /// <summary>Watches these kinds too, unless they are; returns when their objects are known.</summary>
    /// <exception cref="TargetException">The target cannot be asked what it serves.</exception>
    public async Task AddAsync(IEnumerable<ObjectReference> objects, CancellationToken cancellationToken)
    {
        var unknown = objects.Where(item => !IsWatched(KindName.Of(item))).GroupBy(item => item.ApiVersion, item => item.Kind, StringComparer.Ordinal);
        List<ResourceWatch> added = [];
        foreach (var kinds in unknown)
        {
            var served = await ResourceDiscovery.FindAsync(connection, options.Name, kinds.Key, cancellationToken);
            added.AddRange(kinds.Distinct(StringComparer.Ordinal).Where(served.ContainsKey).Select(kind => Watch(served[kind])));
        }

        foreach (var watch in added) await watch.SettledAsync(cancellationToken);
    }

    /// <summary>The namespace is gone for good.</summary>
    public void Forget(string @namespace)
    {
        store.Forget(@namespace);
        foreach (var watch in Watches()) watch.Forget(@namespace);
    }

    public async ValueTask DisposeAsync()
    {
        store.Announced = null;
        await _stop.CancelAsync();
        Task[] running;
        lock (_gate) running = [.. _running];
        await Task.WhenAll(running);
        _reconnect.Dispose();
        _stop.Dispose();
    }

    private async Task StartAsync()
    {
        store.Report(reading =>
        {
            foreach (var type in ResourceType.WatchedAlways) reading.Add(type);
        });

        // Which namespaces are the portal's must be known before their objects are listed.
        await Watch(ResourceType.Namespaces).SettledAsync(_stop.Token);
        foreach (var type in ResourceType.WatchedAlways) Watch(type);
        await ProbeAsync();
    }

    private async Task ProbeAsync()
    {
        string? known = null;
        while (true)
        {
            var error = await SignOfLifeAsync();
            store.Report(reading => reading.Probed(error, time.GetUtcNow().UtcDateTime));
            if (error is not null)
            {
                // Streams that were open when the target went silent may be dead without showing it.
                if (known is null) logger.LogWarning("{Error}", error);
                await _reconnect.CutStreamsAsync();
            }
            else if (known is not null)
            {
                logger.LogInformation("The target {Target} can be read again.", options.Name);
                _reconnect.Reached();
            }

            known = error;
            await Task.Delay(error is null ? options.ProbeInterval : TimeSpan.FromSeconds(1), time, _stop.Token);
        }
    }

    private async Task<string?> SignOfLifeAsync()
    {
        try
        {
            using var response = await connection.SendAsync(HttpMethod.Get, "version", null, _stop.Token);

            // Some targets do not show their version to everyone: a refusal is a sign of life.
            return (int)response.StatusCode < 500 ? null : $"The target `{options.Name}` answers with HTTP {(int)response.StatusCode}.";
        }
        catch (TargetException e)
        {
            return e.Message;
        }
    }

    private ResourceWatch Watch(ResourceType type)
    {
        lock (_gate)
        {
            if (_watches.TryGetValue(type.Name, out var watch)) return watch;
            store.Report(reading => reading.Add(type));
            watch = _watches[type.Name] = new ResourceWatch(connection, store, type, _reconnect, options, time);
            if (!_stop.IsCancellationRequested) _running.Add(GuardAsync(() => watch.RunAsync(_stop.Token)));
            return watch;
        }
    }

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped, as asked.
        }
        catch (Exception e)
        {
            logger.LogError(e, "Watching the target {Target} ended by a mistake in this program.", options.Name);
            store.Report(reading => reading.Broken($"Watching the target `{options.Name}` ended by a mistake in this program: {e.Message}"));
        }
    }

    private bool IsWatched(KindName kind)
    {
        if (Unwatched.Kinds.Contains(kind)) return true;
        lock (_gate) return _watches.ContainsKey(kind) || ResourceType.WatchedAlways.Any(type => type.Name == kind);
    }

    private void Announce(string @namespace)
    {
        foreach (var watch in Watches()) watch.Announce(@namespace);
    }

    private List<ResourceWatch> Watches()
    {
        lock (_gate) return [.. _watches.Values];
    }
}

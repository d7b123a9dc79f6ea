using System.Net;

namespace Dodas.Deployer.Targets;

/// <summary>Watches one resource type: in all namespaces at once, or, where that is forbidden, in each namespace that has a room in the store.</summary>
internal sealed class ResourceWatch(TargetConnection connection, TargetStore store, ResourceType type, Reconnect reconnect, TargetOptions options, TimeProvider time)
{
    // How long until a type that is not served, or forbidden, is asked for again.
    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(1);
    private readonly ListWatch _all = new(connection, store, type, scope: null, reconnect, options, time);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, CancellationTokenSource> _each = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationToken _stop;
    private volatile bool _isByNamespace;

    /// <summary>Returns when it is known whether the type is served, or that this cannot be known now.</summary>
    public Task SettledAsync(CancellationToken cancellationToken) => _settled.Task.WaitAsync(cancellationToken);

    public void Announce(string @namespace)
    {
        if (!type.Namespaced) return;
        if (!_isByNamespace)
        {
            _all.Announce(@namespace);
            return;
        }

        lock (_gate)
        {
            if (_stop.IsCancellationRequested || _each.ContainsKey(@namespace)) return;
            var stop = _each[@namespace] = CancellationTokenSource.CreateLinkedTokenSource(_stop);
            _ = WatchOneAsync(@namespace, stop.Token);
        }
    }

    /// <summary>The namespace is gone.</summary>
    public void Forget(string @namespace)
    {
        CancellationTokenSource? stop;
        lock (_gate)
        {
            if (!_each.Remove(@namespace, out stop)) return;
        }

        stop.Cancel();
        stop.Dispose();
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _stop = cancellationToken;
        while (true)
        {
            var refused = _all.RunAsync(cancellationToken);
            await Task.WhenAny(_all.SettledAsync(cancellationToken), refused);
            if (!refused.IsCompleted) _settled.TrySetResult();
            var refusal = await refused;
            if (refusal.Code == HttpStatusCode.Forbidden && type.Namespaced)
            {
                _isByNamespace = true;
                store.Report(reading => reading.ByNamespace(type.Name));
                foreach (var name in store.Namespaces()) Announce(name);
                _settled.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
            }

            store.Report(reading => reading.NotServed(type.Name));
            _settled.TrySetResult();
            await Task.Delay(AskAgain, time, cancellationToken);
        }
    }

    private async Task WatchOneAsync(string @namespace, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var refusal = await new ListWatch(connection, store, type, @namespace, reconnect, options, time).RunAsync(cancellationToken);
                var why = refusal.ToException(options.Name, $"list {type.Plural} in namespace `{@namespace}`").Message;
                store.Report(reading => reading.Failed(type.Name, @namespace, why));
                await Task.Delay(options.LongestPause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The namespace is gone, or the target is given up.
        }
    }
}

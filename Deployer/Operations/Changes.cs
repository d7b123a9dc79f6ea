using System.Collections.Concurrent;

namespace Dodas.Deployer.Operations;

/// <summary>Tells who watches, within this process, that rows of a cluster changed. A signal carries nothing: the watcher reads the rows again.</summary>
internal sealed class Changes
{
    private readonly ConcurrentDictionary<Subscription, byte> _subscriptions = new();

    /// <summary>Rows of this cluster changed.</summary>
    public void Tell(string clusterId)
    {
        foreach (var subscription in _subscriptions.Keys)
        {
            if (subscription.ClusterId is null || subscription.ClusterId == clusterId) subscription.Signal.Set();
        }
    }

    /// <summary>Listens to one cluster, or to all when <paramref name="clusterId"/> is null, until disposed.</summary>
    public Subscription Listen(string? clusterId)
    {
        var subscription = new Subscription(this, clusterId);
        _subscriptions.TryAdd(subscription, 0);
        return subscription;
    }

    /// <summary>One listener.</summary>
    internal sealed class Subscription(Changes changes, string? clusterId) : IDisposable
    {
        public string? ClusterId => clusterId;

        public Signal Signal { get; } = new();

        public void Dispose() => changes._subscriptions.TryRemove(this, out _);
    }
}

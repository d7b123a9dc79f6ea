using System.Threading.Channels;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dodas.Sandbox.Controllers;

/// <summary>
/// The controllers and the one node of the sandbox: what makes Deployments become pods and pods become ready.
/// It sees the cluster only through the store; a store that applies admission in <see cref="IObjectStore.Create"/> makes it meet quota and policy
/// as real controllers do.
/// </summary>
/// <param name="store">The objects.</param>
/// <param name="options">Sizes and delays.</param>
/// <param name="time">The clock of all delays and timestamps.</param>
/// <param name="logger">Where failures of the simulation itself go.</param>
public sealed class SimulatedCluster(IObjectStore store, SimulationOptions options, TimeProvider time, ILogger<SimulatedCluster>? logger = null)
{
    private readonly ILogger _logger = logger ?? NullLogger<SimulatedCluster>.Instance;

    /// <summary>Told, with the version of the last change seen, each time nothing is left to do now; for tests that move the clock.</summary>
    internal Action<long>? Settled { get; init; }

    /// <summary>Runs until cancelled; starts with whatever the store holds.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await RunUntilExpiredAsync(cancellationToken);
            }
            catch (StatusException expired) when (expired.Code == StatusCodes.Status410Gone)
            {
                _logger.LogWarning("The controllers fell behind the kept history of changes and start afresh.");
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task RunUntilExpiredAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // The inbox never lags the watch, so the history cannot run out while a controller works. A null only wakes the loop up.
        var inbox = Channel.CreateUnbounded<ObjectChange?>(new UnboundedChannelOptions { SingleReader = true });
        using var queue = new WorkQueue(time, () => inbox.Writer.TryWrite(null));
        var cluster = new Cluster(store, options, time, queue) { Seen = store.ResourceVersion };
        var controllers = ControllerSet.Create(cluster);
        var pump = PumpAsync(store.WatchAsync(stop.Token), inbox.Writer);
        try
        {
            TakeUp(cluster, controllers);
            Work(cluster, controllers, inbox.Reader, stop.Token);
            while (await inbox.Reader.WaitToReadAsync(stop.Token))
                Work(cluster, controllers, inbox.Reader, stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
            await pump;
        }
    }

    private void TakeUp(Cluster cluster, IReadOnlyList<Controller> controllers)
    {
        foreach (var definition in cluster.List(Kinds.CustomResources))
            cluster.Known.Add(definition);
        var found = new List<Change>();
        foreach (var resource in cluster.Known.Served)
        {
            foreach (var document in cluster.List(resource))
            {
                var key = resource.Key(document.Namespace(), document.Name());
                cluster.Index.Put(key, document);
                found.Add(new Change(ChangeType.Added, key, document));
            }
        }

        foreach (var controller in controllers)
            controller.Start();
        foreach (var change in found)
            Announce(controllers, change);
    }

    private static async Task PumpAsync(IAsyncEnumerable<ObjectChange> watch, ChannelWriter<ObjectChange?> inbox)
    {
        await Task.Yield();
        try
        {
            await foreach (var change in watch)
                inbox.TryWrite(change);
            inbox.TryComplete();
        }
        catch (Exception end) when (end is OperationCanceledException or StatusException)
        {
            inbox.TryComplete(end);
        }
    }

    // Changes come first: the index is then as fresh as can be when a controller looks.
    private void Work(Cluster cluster, IReadOnlyList<Controller> controllers, ChannelReader<ObjectChange?> inbox, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            while (inbox.TryRead(out var change))
            {
                if (change is null)
                    continue;
                TakeIn(cluster, controllers, change);
                cluster.Seen = change.ResourceVersion;
            }

            if (!cluster.Queue.TryTake(out var item))
            {
                Settled?.Invoke(cluster.Seen);
                return;
            }

            Reconcile(cluster, item);
        }
    }

    private void TakeIn(Cluster cluster, IReadOnlyList<Controller> controllers, ObjectChange change)
    {
        if (change.Key.Resource == Kinds.CustomResources)
        {
            if (change.Type == ChangeType.Deleted)
                cluster.Known.Remove(change.Current);
            else
                cluster.Known.Add(change.Current);
        }

        cluster.Index.Apply(change);
        Announce(controllers, Change.Of(change));
    }

    private void Announce(IReadOnlyList<Controller> controllers, Change change)
    {
        foreach (var controller in controllers)
        {
            try
            {
                controller.Observe(change);
            }
            catch (Exception failure)
            {
                _logger.LogError(failure, "{Controller} cannot read {Key}.", controller.GetType().Name, change.Key);
            }
        }
    }

    private void Reconcile(Cluster cluster, WorkItem item)
    {
        try
        {
            item.Controller.Reconcile(item.Key);
            cluster.Queue.Succeeded(item);
        }
        catch (StatusException refusal)
        {
            _logger.LogDebug(refusal, "{Controller} meets a refusal at {Key} and tries again.", item.Controller.GetType().Name, item.Key);
            cluster.Queue.AddFailed(item);
        }
        catch (Exception failure)
        {
            // Whatever one controller cannot digest in one object must not stop the cluster for all others.
            _logger.LogError(failure, "{Controller} failed at {Key} and tries again.", item.Controller.GetType().Name, item.Key);
            cluster.Queue.AddFailed(item);
        }
    }
}

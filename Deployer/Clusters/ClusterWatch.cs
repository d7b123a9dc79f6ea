using System.Runtime.CompilerServices;
using Dodas.Catalog;
using Dodas.Deployer.Operations;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Clusters;

/// <summary>Clusters as they change: woken by changed rows and by the target's watch, never by a clock, and at most once in 100 ms.</summary>
internal sealed class ClusterWatch(ClusterReading reading, ITargets targets, Changes changes, TimeProvider time)
{
    private static readonly TimeSpan LeastBetween = TimeSpan.FromMilliseconds(100);

    /// <summary>The view of rows that were read.</summary>
    public ComposedCluster Compose(ClusterRows rows) => ClusterViews.Compose(rows, targets.Find(rows.Cluster.Target)?.Snapshot(rows.Cluster.Namespace), time.GetUtcNow().UtcDateTime);

    /// <summary>One cluster, until it is gone.</summary>
    public async IAsyncEnumerable<ClusterView> OneAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var subscription = changes.Listen(id);
        while (await reading.OneAsync(id, cancellationToken) is { } rows)
        {
            var composed = Compose(rows);
            yield return composed.View;
            await ChangedAsync(subscription, [composed], cancellationToken);
        }
    }

    /// <summary>All clusters that the person may see, of one project when given.</summary>
    public async IAsyncEnumerable<IReadOnlyList<ClusterView>> AllAsync(Actor actor, string? project, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var subscription = changes.Listen(null);
        while (true)
        {
            var composed = (await reading.AllAsync(actor, project, cancellationToken)).Select(Compose).ToList();
            yield return [.. composed.Select(item => item.View)];
            await ChangedAsync(subscription, composed, cancellationToken);
        }
    }

    private async Task ChangedAsync(Changes.Subscription subscription, IReadOnlyList<ComposedCluster> seen, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var rest = Task.Delay(LeastBetween, time, cancellationToken);
        List<Task> wakers = [subscription.Signal.WaitAsync(enough.Token)];
        wakers.AddRange(seen.Select(item => targets.Find(item.View.Target)?.ChangedAsync(item.View.Namespace, item.SnapshotVersion, enough.Token)).OfType<Task>());
        if (seen.Min(item => item.ReassessAt) is { } at)
        {
            var pause = at - time.GetUtcNow().UtcDateTime;
            wakers.Add(Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.FromMilliseconds(1), time, enough.Token));
        }

        await await Task.WhenAny(wakers);
        await enough.CancelAsync();
        await rest;
    }
}

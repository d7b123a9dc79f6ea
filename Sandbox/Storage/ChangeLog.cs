using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Dodas.Sandbox.Storage;

/// <summary>
/// The latest changes in order of resource version, bounded by count and by size. Watchers read it at their own pace with a cursor, so a slow one
/// costs nothing and blocks nobody; one that falls out of the kept history is told so (410), as etcd's compaction does.
/// </summary>
/// <param name="resourceVersion">The version of the last change before this log begins.</param>
/// <param name="maxChanges">How many changes are kept at most.</param>
/// <param name="maxBytes">How many bytes of JSON are kept at most.</param>
internal sealed class ChangeLog(long resourceVersion, int maxChanges = 16_384, long maxBytes = 16L << 20)
{
    private readonly Lock gate = new();
    private readonly ObjectChange?[] ring = new ObjectChange?[maxChanges];
    private readonly HashSet<Channel<bool>> sleepers = [];
    private long oldest = resourceVersion + 1;
    private long latest = resourceVersion;
    private long bytes;

    /// <summary>The version of the latest change.</summary>
    public long ResourceVersion => Interlocked.Read(ref latest);

    /// <summary>Adds the next change, whose version is one more than the latest, and wakes the watchers.</summary>
    public void Append(ObjectChange change)
    {
        lock (gate)
        {
            if (change.ResourceVersion != latest + 1)
                throw new InvalidOperationException($"Change {change.ResourceVersion} does not follow {latest}; resource versions must have no gaps.");
            bytes += change.Utf8.Length;
            while (oldest <= latest && (bytes > maxBytes || change.ResourceVersion - oldest >= maxChanges))
            {
                ref var slot = ref ring[oldest % maxChanges];
                bytes -= slot!.Utf8.Length;
                slot = null;
                oldest++;
            }

            ring[change.ResourceVersion % maxChanges] = change;
            Interlocked.Exchange(ref latest, change.ResourceVersion);
            foreach (var sleeper in sleepers)
                sleeper.Writer.TryWrite(true);
        }
    }

    /// <summary>Says whether the changes after a version are still kept.</summary>
    public bool Covers(long after)
    {
        lock (gate)
            return after >= oldest - 1;
    }

    /// <summary>
    /// Batches of changes after a version, as they come. An empty batch is given after each <paramref name="quiet"/> time without a change.
    /// </summary>
    /// <exception cref="StatusException">Expired (410): the history no longer reaches back that far.</exception>
    public async IAsyncEnumerable<IReadOnlyList<ObjectChange>> ReadAsync(
        long after, TimeSpan quiet, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        lock (gate)
            sleepers.Add(wake);
        try
        {
            while (true)
            {
                var batch = Take(after);
                if (batch.Count > 0)
                {
                    after = batch[^1].ResourceVersion;
                    yield return batch;
                }
                else if (!await WokenAsync(wake.Reader, quiet, time, cancellationToken))
                {
                    yield return [];
                }
            }
        }
        finally
        {
            lock (gate)
                sleepers.Remove(wake);
        }
    }

    private static async ValueTask<bool> WokenAsync(ChannelReader<bool> wake, TimeSpan quiet, TimeProvider time, CancellationToken cancellationToken)
    {
        if (wake.TryRead(out _))
            return true;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = quiet == Timeout.InfiniteTimeSpan ? null : time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), patience, quiet, Timeout.InfiniteTimeSpan);
        try
        {
            return await wake.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private List<ObjectChange> Take(long after)
    {
        lock (gate)
        {
            if (after < oldest - 1)
                throw new StatusException(410, "Expired", $"too old resource version: {after} ({oldest - 1})");
            var batch = new List<ObjectChange>((int)Math.Clamp(latest - after, 0, 256));
            for (var version = after + 1; version <= latest && batch.Count < 256; version++)
                batch.Add(ring[version % maxChanges]!);
            return batch;
        }
    }
}

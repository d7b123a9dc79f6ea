using System.Threading.Channels;

namespace Dodas.Portal.Layout;

/// <summary>
/// Shows what a stream says, at most once per <see cref="Pause"/> and always the latest; what comes faster is passed over.
/// A stream that breaks is opened again. Disposing cancels the stream, then waits until nothing of it runs any more.
/// </summary>
/// <typeparam name="T">What the stream gives: a whole snapshot each time.</typeparam>
public sealed class LiveFeed<T> : IAsyncDisposable
{
    /// <summary>The least time between two renders.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource stop = new();
    private readonly Task loop;

    /// <summary>Opens the stream and shows it from now on.</summary>
    /// <param name="time">Clock for the pauses.</param>
    /// <param name="open">Opens the stream.</param>
    /// <param name="show">Shows one snapshot.</param>
    /// <param name="ended">The stream came to its own end.</param>
    /// <param name="broken">The stream broke and will be opened again; what is shown may be old until the next snapshot.</param>
    public LiveFeed(TimeProvider time, Func<CancellationToken, IAsyncEnumerable<T>> open, Func<T, Task> show, Func<Task> ended, Func<Exception, Task> broken)
        => loop = RunAsync(time, open, show, ended, broken, stop.Token);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await loop.WaitAsync(CancellationToken.None);
        stop.Dispose();
    }

    private static async Task RunAsync(TimeProvider time, Func<CancellationToken, IAsyncEnumerable<T>> open, Func<T, Task> show, Func<Task> ended, Func<Exception, Task> broken, CancellationToken cancellationToken)
    {
        // Leaves the caller's render before the first snapshot comes.
        await Task.Yield();
        try
        {
            while (true)
            {
                if (await FollowAsync(time, open, show, cancellationToken) is not { } error)
                {
                    await ended();
                    return;
                }

                await broken(error);
                await Task.Delay(Retry, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    private static async Task<Exception?> FollowAsync(TimeProvider time, Func<CancellationToken, IAsyncEnumerable<T>> open, Func<T, Task> show, CancellationToken cancellationToken)
    {
        var latest = Channel.CreateBounded<T>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true });
        var reading = ReadAsync(open, latest.Writer, cancellationToken);
        await foreach (var snapshot in latest.Reader.ReadAllAsync(cancellationToken))
        {
            await show(snapshot);
            await Task.Delay(Pause, time, cancellationToken);
        }

        return await reading;
    }

    private static async Task<Exception?> ReadAsync(Func<CancellationToken, IAsyncEnumerable<T>> open, ChannelWriter<T> latest, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var snapshot in open(cancellationToken))
                await latest.WriteAsync(snapshot, cancellationToken);
            return null;
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return error;
        }
        finally
        {
            latest.Complete();
        }
    }
}

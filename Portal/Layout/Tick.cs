namespace Dodas.Portal.Layout;

/// <summary>Calls something again and again until it is disposed; a call that is under way is awaited then.</summary>
public sealed class Tick : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task loop;

    /// <summary>Starts it; the first call comes after one interval.</summary>
    public Tick(TimeProvider time, TimeSpan interval, Func<Task> call) => loop = RunAsync(time, interval, call);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await loop.WaitAsync(CancellationToken.None);
        stop.Dispose();
    }

    private async Task RunAsync(TimeProvider time, TimeSpan interval, Func<Task> call)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
                await call();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }
}

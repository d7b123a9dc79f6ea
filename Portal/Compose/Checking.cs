namespace Dodas.Portal.Compose;

/// <summary>Runs one check after typing has rested; a newer request ends an older one. Disposing ends it and waits.</summary>
/// <param name="time">Clock for the rest.</param>
public sealed class Checking(TimeProvider time) : IAsyncDisposable
{
    /// <summary>How long changes must rest before they are checked.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(250);

    private CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;

    /// <summary>Asks for a check; what was asked before is given up.</summary>
    public async Task RequestAsync(Func<CancellationToken, Task> check)
    {
        await stop.CancelAsync();
        stop.Dispose();
        stop = new CancellationTokenSource();
        running = RunAsync(check, running, stop.Token);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running.WaitAsync(CancellationToken.None);
        stop.Dispose();
    }

    private async Task RunAsync(Func<CancellationToken, Task> check, Task before, CancellationToken cancellationToken)
    {
        try
        {
            await before.WaitAsync(CancellationToken.None);
            await Task.Delay(Rest, time, cancellationToken);
            await check(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A newer change will be checked instead.
        }
    }
}

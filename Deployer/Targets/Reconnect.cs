namespace Dodas.Deployer.Targets;

/// <summary>
/// When watches of a target that failed try again: after growing, scattered pauses, and at once when another of them has reached the
/// target. Also cuts all of them at once when there is reason to believe that their connections are dead.
/// </summary>
internal sealed class Reconnect(TimeSpan longestPause, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private readonly Lock _gate = new();
    private TaskCompletionSource _reached = New();
    private CancellationTokenSource _streams = new();
    private bool _isDown;

    /// <summary>Cancelled when open streams are not to be trusted any more.</summary>
    public CancellationToken Streams
    {
        get
        {
            lock (_gate) return _streams.Token;
        }
    }

    /// <summary>Pauses before another attempt.</summary>
    /// <param name="failures">How many attempts have failed in a row, at least 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task PauseAsync(int failures, CancellationToken cancellationToken)
    {
        Task reached;
        lock (_gate)
        {
            _isDown = true;
            reached = _reached.Task;
        }

        var pause = FirstPause * Math.Pow(2, Math.Min(failures - 1, 20));
        if (pause > longestPause) pause = longestPause;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(Task.Delay(pause * (0.5 + (Random.Shared.NextDouble() / 2)), time, enough.Token), reached);
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>The target answered: who pauses tries again now.</summary>
    public void Reached()
    {
        TaskCompletionSource reached;
        lock (_gate)
        {
            if (!_isDown) return;
            _isDown = false;
            reached = _reached;
            _reached = New();
        }

        reached.TrySetResult();
    }

    /// <summary>Ends all open streams, so that they are opened anew.</summary>
    public async Task CutStreamsAsync()
    {
        CancellationTokenSource streams;
        lock (_gate)
        {
            streams = _streams;
            _streams = new CancellationTokenSource();
        }

        await streams.CancelAsync();
        streams.Dispose();
    }

    public void Dispose() => _streams.Dispose();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

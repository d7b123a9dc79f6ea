using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox;

/// <summary>Makes the API of a sandbox misbehave on demand, so that a client's patience can be tested. Nothing reaches it from outside the process.</summary>
public sealed class ApiFaults : IDisposable
{
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private CancellationTokenSource watches = new();
    private DateTimeOffset outageEnds = DateTimeOffset.MinValue;
    private int failures;
    private int failureCode = 500;

    internal ApiFaults(TimeProvider time) => this.time = time;

    /// <summary>How long every request waits before it is looked at.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Ends when the watches that run now are to be dropped.</summary>
    internal CancellationToken WatchesDropped
    {
        get
        {
            lock (gate)
                return watches.Token;
        }
    }

    /// <summary>Answers the next requests with a failure.</summary>
    /// <param name="count">How many.</param>
    /// <param name="statusCode">429, 500, 503 or the like.</param>
    public void FailNext(int count, int statusCode)
    {
        lock (gate)
            (failures, failureCode) = (count, statusCode);
    }

    /// <summary>Breaks every connection that asks for something for a time, and drops all watches.</summary>
    public void Outage(TimeSpan duration)
    {
        lock (gate)
            outageEnds = time.GetUtcNow() + duration;
        DropWatches();
    }

    /// <summary>Ends all watches that run now, as a server does that is restarted.</summary>
    public void DropWatches()
    {
        CancellationTokenSource dropped;
        lock (gate)
            (dropped, watches) = (watches, new());
        dropped.Cancel();
        dropped.Dispose();
    }

    /// <summary>Ends with its sandbox.</summary>
    public void Dispose() => watches.Dispose();

    /// <summary>Lets a request pass, or breaks it and gives false.</summary>
    /// <exception cref="StatusException">The failure that was asked for.</exception>
    internal async ValueTask<bool> PassAsync(HttpContext http)
    {
        if (Latency > TimeSpan.Zero)
            await Task.Delay(Latency, time, http.RequestAborted);
        lock (gate)
        {
            if (time.GetUtcNow() < outageEnds)
            {
                http.Abort();
                return false;
            }

            if (failures <= 0)
                return true;
            failures--;
        }

        throw failureCode switch
        {
            429 => new StatusException(429, "TooManyRequests", "the server has received too many requests and has asked us to try again later", new() { ["retryAfterSeconds"] = 1 }),
            503 => new StatusException(503, "ServiceUnavailable", "the server is currently unable to handle the request"),
            _ => new StatusException(failureCode, "InternalError", "Internal error occurred: this failure was asked for"),
        };
    }
}

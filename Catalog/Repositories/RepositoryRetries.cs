using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace Dodas.Catalog.Repositories;

/// <summary>Three more tries after a passing fault (no connection, 408, 429, 5xx), apart by a delay that doubles, or when the server says. Who wants to be left alone for longer is asked by the next sync.</summary>
internal sealed class RepositoryRetries : HttpRetryStrategyOptions
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    public RepositoryRetries(TimeSpan delay, TimeProvider time)
    {
        MaxRetryAttempts = 3;
        Delay = delay;
        BackoffType = DelayBackoffType.Exponential;
        UseJitter = true;
        var transient = ShouldHandle;
        ShouldHandle = async outcome =>
            outcome.Outcome.Exception?.InnerException is not AddressRefusedException
            && !(Wait(outcome.Outcome.Result, time) > LongestWait)
            && await transient(outcome);
    }

    private static TimeSpan? Wait(HttpResponseMessage? response, TimeProvider time) =>
        response?.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - time.GetUtcNow() : null;
}

using Microsoft.Extensions.Caching.Memory;

namespace Dodas.Portal.Layout;

/// <summary>
/// Hands what a page loaded while it was prerendered to the same page once it is interactive, so that it does not blink through its skeleton.
/// Only a key travels through the browser: the state itself would soon be larger than a circuit's first message may be.
/// What is not fetched within half a minute is dropped.
/// </summary>
public sealed class Handover : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(30);
    private const int MostEntries = 1000;

    private readonly MemoryCache kept = new(new MemoryCacheOptions { SizeLimit = MostEntries });

    /// <summary>Keeps a state and gives its key, which cannot be guessed.</summary>
    public string Put(object state)
    {
        var key = Guid.NewGuid().ToString("N");
        kept.Set(key, state, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Life, Size = 1 });
        return key;
    }

    /// <summary>Fetches a state, once; null when there is none.</summary>
    public T? Take<T>(string? key)
        where T : class
    {
        if (key is null || kept.Get(key) is not T state)
            return null;
        kept.Remove(key);
        return state;
    }

    /// <inheritdoc />
    public void Dispose() => kept.Dispose();
}

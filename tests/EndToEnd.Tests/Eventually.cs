using System.Diagnostics;

namespace Dodas.EndToEnd.Tests;

/// <summary>Waits for a state that another process reaches in its own time.</summary>
internal static class Eventually
{
    public static async Task<T> IsAsync<T>(Func<Task<T>> read, Func<T, bool> reached, TimeSpan within, string what, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        T last;
        do
        {
            last = await read();
            if (reached(last))
                return last;
            await Task.Delay(100, cancellationToken);
        }
        while (clock.Elapsed < within);
        throw new TimeoutException($"Not within {within.TotalSeconds:0} s: {what}. Last seen: {last}");
    }
}

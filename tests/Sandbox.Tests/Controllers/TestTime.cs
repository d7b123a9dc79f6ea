using Microsoft.Extensions.Time.Testing;

namespace Dodas.Sandbox.Tests.Controllers;

/// <summary>A clock that knows when the controllers' timer is due.</summary>
internal sealed class TestTime() : FakeTimeProvider(new DateTimeOffset(2026, 1, 5, 8, 0, 30, TimeSpan.Zero))
{
    private DateTimeOffset _due;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(this, base.CreateTimer(callback, state, dueTime, period));

    /// <summary>Moves on to the time that the timer waits for.</summary>
    public void AdvanceToNext()
    {
        var left = _due - GetUtcNow();
        Advance(left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1));
    }

    private sealed class Timer(TestTime time, ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime >= TimeSpan.Zero)
                time._due = time.GetUtcNow() + dueTime;
            return inner.Change(dueTime, period);
        }

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}

using Dodas.Sandbox.Controllers.Loop;

namespace Dodas.Sandbox.Tests.Controllers;

/// <summary>The queue on a clock and a timer that do not agree to the microsecond, as those of an operating system do not.</summary>
public sealed class WorkQueueTests
{
    [Fact]
    public void A_timer_that_fires_before_the_clock_says_so_is_set_again()
    {
        var time = new HandTime();
        var woken = 0;
        using var queue = new WorkQueue(time, () => woken++);
        queue.AddAfter(default, TimeSpan.FromMilliseconds(300));
        time.Now += TimeSpan.FromMilliseconds(299.9);

        time.Fire();

        queue.TryTake(out _).Should().BeFalse("it is not due yet");
        time.IsSet.Should().BeTrue("nothing else would wake the loop when it is due");
        time.Now += TimeSpan.FromMilliseconds(1);
        time.Fire();
        queue.TryTake(out _).Should().BeTrue();
        woken.Should().Be(2);
    }

    /// <summary>A clock and a one-shot timer moved by hand, each on its own.</summary>
    private sealed class HandTime : TimeProvider, ITimer
    {
        private Action? _callback;

        public DateTimeOffset Now { get; set; } = new(2026, 1, 5, 8, 0, 30, TimeSpan.Zero);

        public bool IsSet { get; private set; }

        public override DateTimeOffset GetUtcNow() => Now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _callback = () => callback(state);
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            IsSet = dueTime != Timeout.InfiniteTimeSpan;
            return true;
        }

        public void Fire()
        {
            IsSet.Should().BeTrue("only a timer that is set fires");
            IsSet = false;
            _callback!();
        }

        public void Dispose() => IsSet = false;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

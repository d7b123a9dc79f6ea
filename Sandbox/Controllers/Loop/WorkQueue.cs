using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Loop;

/// <summary>One object that one controller should look at.</summary>
internal readonly record struct WorkItem(Controller Controller, ObjectKey Key);

/// <summary>
/// Objects to look at, each at most once at a time, now or later. Used by the loop's thread only; the loop is woken when a delay has passed.
/// </summary>
internal sealed class WorkQueue : IDisposable
{
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Queue<WorkItem> _ready = new();
    private readonly HashSet<WorkItem> _queued = [];
    private readonly PriorityQueue<(WorkItem Item, DateTimeOffset Due), DateTimeOffset> _later = new();
    private readonly Dictionary<WorkItem, DateTimeOffset> _due = [];
    private readonly Dictionary<WorkItem, int> _failures = [];
    private DateTimeOffset _armed = DateTimeOffset.MaxValue;
    private int _fired;

    public WorkQueue(TimeProvider time, Action wake)
    {
        _time = time;
        _timer = time.CreateTimer(
            _ =>
            {
                Interlocked.Exchange(ref _fired, 1);
                wake();
            },
            null,
            Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(WorkItem item)
    {
        if (_queued.Add(item))
            _ready.Enqueue(item);
    }

    /// <summary>Looks at it again after a delay; of several delays the shortest counts.</summary>
    public void AddAfter(WorkItem item, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(item);
            return;
        }

        var due = _time.GetUtcNow() + delay;
        if (_due.TryGetValue(item, out var existing) && existing <= due)
            return;
        _due[item] = due;
        _later.Enqueue((item, due), due);
        Arm();
    }

    /// <summary>Looks at it again after a delay that doubles with every failure in a row.</summary>
    public void AddFailed(WorkItem item)
    {
        var failures = _failures[item] = _failures.GetValueOrDefault(item) + 1;
        var delay = TimeSpan.FromMilliseconds(5 * Math.Pow(2, Math.Min(failures - 1, 20)));
        AddAfter(item, delay < LongestRetry ? delay : LongestRetry);
    }

    public void Succeeded(WorkItem item) => _failures.Remove(item);

    /// <summary>The next one that is due, if any.</summary>
    public bool TryTake(out WorkItem item)
    {
        MoveDue();
        if (!_ready.TryDequeue(out item))
            return false;
        _queued.Remove(item);
        return true;
    }

    public void Dispose() => _timer.Dispose();

    private void MoveDue()
    {
        var now = _time.GetUtcNow();
        while (_later.TryPeek(out var next, out var due) && due <= now)
        {
            _later.Dequeue();
            if (_due.TryGetValue(next.Item, out var wanted) && wanted == next.Due)
            {
                _due.Remove(next.Item);
                Add(next.Item);
            }
        }

        // A timer may fire a moment before the clock says so; then it is set once more.
        if (Interlocked.Exchange(ref _fired, 0) == 1)
            _armed = DateTimeOffset.MaxValue;
        Arm();
    }

    private void Arm()
    {
        if (!_later.TryPeek(out _, out var due) || due >= _armed)
            return;
        _armed = due;
        var delay = due - _time.GetUtcNow();
        // A timer counts whole milliseconds; rounding up keeps it from firing just before the work is due.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(delay.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }
}

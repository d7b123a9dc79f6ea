namespace Dodas.Sandbox.Controllers.Nodes;

/// <summary>The delays of one pod that are running.</summary>
internal sealed class PodRun
{
    private readonly Dictionary<string, (string Stage, DateTimeOffset Due)> _stages = [];
    private DateTimeOffset _now;

    /// <summary>When to look again, as far as delays go.</summary>
    public DateTimeOffset? Next { get; private set; }

    /// <summary>When the pod, asked to stop, will have stopped.</summary>
    public DateTimeOffset? Stopping { get; set; }

    /// <summary>The last reported reason why a volume could not be mounted.</summary>
    public string? MountFailure { get; set; }

    public void Begin(DateTimeOffset now)
    {
        _now = now;
        Next = null;
    }

    /// <summary>True once <paramref name="what"/> has been in this stage for the delay; the first call starts it.</summary>
    public bool Reached(string what, string stage, TimeSpan delay)
    {
        if (!_stages.TryGetValue(what, out var entry) || entry.Stage != stage)
            _stages[what] = entry = (stage, _now + delay);
        if (entry.Due <= _now)
            return true;
        if (Next is null || entry.Due < Next)
            Next = entry.Due;
        return false;
    }
}

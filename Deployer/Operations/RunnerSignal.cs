namespace Dodas.Deployer.Operations;

/// <summary>Says to the runner of this process that there may be something to do.</summary>
internal sealed class RunnerSignal
{
    private readonly Signal _signal = new();

    /// <summary>Wakes the runner.</summary>
    public void Set() => _signal.Set();

    /// <summary>Waits to be woken.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _signal.WaitAsync(cancellationToken);
}

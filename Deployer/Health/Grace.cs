namespace Dodas.Deployer.Health;

/// <summary>How long something that often mends itself may last before it counts as failed.</summary>
public sealed record Grace
{
    /// <summary>What is used unless said otherwise.</summary>
    public static Grace Usual { get; } = new();

    /// <summary>For a pod that no node takes: a target that grows on demand needs a while to add one.</summary>
    public TimeSpan Scheduling { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>For an autoscaler without figures: pods that have just started have none yet.</summary>
    public TimeSpan Metrics { get; init; } = TimeSpan.FromMinutes(2);
}

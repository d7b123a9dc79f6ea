namespace Dodas.Deployer.Targets;

/// <summary>Which Kubernetes cluster the portal deploys to, and how patiently it is watched.</summary>
public sealed class TargetOptions
{
    /// <summary>Name in the portal.</summary>
    public string Name { get; set; } = "default";

    /// <summary>Path of a kubeconfig. It may be written later, or anew: it is read again whenever it has changed.</summary>
    public string Kubeconfig { get; set; } = "";

    /// <summary>Context in that file, or null for its current one.</summary>
    public string? Context { get; set; }

    /// <summary>It is the simulated cluster that comes with the portal.</summary>
    public bool IsSandbox { get; set; }

    /// <summary>How often the target is asked for a sign of life.</summary>
    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the target may take to begin an answer before it counts as not reachable.</summary>
    public TimeSpan AnswerLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a watch may say nothing before it is opened anew. Kubernetes sends a bookmark about every minute.</summary>
    public TimeSpan SilenceLimit { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>Longest pause between two attempts to reach the target.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(10);
}

namespace Dodas.Deployer.Clusters;

/// <summary>
/// How a cluster, a release or an object really is in its target, best to worst; a whole is as bad as its worst part.
/// Shown side by side with the operation and with Helm's own state, never derived from them, but for Suspended and Deleting, which are what a person asked for.
/// </summary>
public enum ClusterState
{
    /// <summary>Everything is there and works.</summary>
    Ready,

    /// <summary>Scaled to nothing because a person asked for it.</summary>
    Suspended,

    /// <summary>On the way.</summary>
    Progressing,

    /// <summary>Something that should be there is not.</summary>
    Missing,

    /// <summary>Something cannot work as it is.</summary>
    Failed,

    /// <summary>The target cannot be read.</summary>
    Unknown,

    /// <summary>Being removed.</summary>
    Deleting,
}

/// <summary>Why something is in its state.</summary>
/// <param name="Summary">One sentence in plain words; empty when there is nothing to explain.</param>
/// <param name="Chain">From what a person sees to the root cause.</param>
public sealed record Cause(string Summary, IReadOnlyList<CauseLink> Chain)
{
    /// <summary>Nothing to explain.</summary>
    public static Cause None { get; } = new("", []);
}

/// <summary>One link of a cause.</summary>
/// <param name="Object">Such as <c>Pod/ana-lab-0</c>.</param>
/// <param name="Message">What is the matter with it.</param>
public sealed record CauseLink(string Object, string Message);

using Dodas.Deployer.Clusters;

namespace Dodas.Deployer.Health;

/// <summary>How one object is.</summary>
/// <param name="State">Its state.</param>
/// <param name="Message">What is the matter with it, as a sentence; empty when there is nothing to explain.</param>
internal sealed record Verdict(ClusterState State, string Message)
{
    public static Verdict Ready { get; } = new(ClusterState.Ready, "");

    /// <summary>What brings it about, or null when this object is the root.</summary>
    public Because? Because { get; init; }

    /// <summary>The sentence for people when this is the root of it all; the message with the object's name before it when null.</summary>
    public string? Summary { get; init; }

    /// <summary>When this may change by itself (UTC).</summary>
    public DateTime? ReassessAt { get; init; }

    public bool IsBad => State >= ClusterState.Progressing;

    public static Verdict Progressing(string message) => new(ClusterState.Progressing, message);

    public static Verdict Failed(string message) => new(ClusterState.Failed, message);

    /// <summary>The chain from this object to the root, and the root's sentence.</summary>
    /// <param name="name">This object, such as <c>Pod/ana-lab-0</c>.</param>
    public Cause CauseOf(string name)
    {
        if (Message.Length == 0) return Cause.None;
        List<CauseLink> chain = [new CauseLink(name, Message)];
        var (root, rootName) = (this, name);
        for (var because = Because; because is not null; because = because.Verdict.Because)
        {
            chain.Add(new CauseLink(because.Object, because.Verdict.Message));
            (root, rootName) = (because.Verdict, because.Object);
        }

        return new Cause(root.Summary ?? $"{rootName}: {root.Message}", chain);
    }
}

/// <summary>The next link towards the root.</summary>
/// <param name="Object">Such as <c>Pod/ana-lab-0</c>.</param>
/// <param name="Verdict">How that is.</param>
internal sealed record Because(string Object, Verdict Verdict);

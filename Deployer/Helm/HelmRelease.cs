using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Helm;

/// <summary>A release as helm has it.</summary>
/// <param name="Revision">Last revision.</param>
/// <param name="Status">Helm's status of it, such as <c>deployed</c>.</param>
/// <param name="Objects">The objects of its manifest, hooks left out.</param>
internal sealed record HelmRelease(int Revision, string Status, IReadOnlyList<ObjectReference> Objects);

/// <summary>What a helm that changes a release gave.</summary>
internal abstract record HelmOutcome
{
    private HelmOutcome()
    {
    }

    /// <summary>helm did it.</summary>
    public sealed record Done(HelmRelease? Release) : HelmOutcome;

    /// <summary>helm did not; the release's own state says how far it came.</summary>
    public sealed record Refused(string Message) : HelmOutcome;
}

/// <summary>What helm knows of a release.</summary>
internal abstract record HelmState
{
    private HelmState()
    {
    }

    /// <summary>There is no such release.</summary>
    public sealed record Absent : HelmState;

    /// <summary>It cannot be asked now.</summary>
    public sealed record Unreadable(string Message) : HelmState;

    /// <summary>It is there.</summary>
    /// <param name="Revision">Last revision.</param>
    /// <param name="Status">Its status.</param>
    /// <param name="Digest">The digest the deployer wrote on it; empty when another helm made it.</param>
    public sealed record Present(int Revision, string Status, string Digest) : HelmState
    {
        /// <summary>A helm was at work, or died at work.</summary>
        public bool IsPending => Status.StartsWith("pending-", StringComparison.Ordinal);
    }
}

/// <summary>One revision in a release's history.</summary>
/// <param name="Revision">Number.</param>
/// <param name="Status">Status, such as <c>superseded</c>.</param>
internal sealed record HelmRevision(int Revision, string Status);

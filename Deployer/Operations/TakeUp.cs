using Dodas.Deployer.Helm;

namespace Dodas.Deployer.Operations;

/// <summary>What to do with a release whose helm may have died at work.</summary>
internal abstract record TakeUp
{
    private TakeUp()
    {
    }

    /// <summary><c>helm upgrade --install</c>.</summary>
    public sealed record Apply : TakeUp;

    /// <summary>helm is done with it; what it made only has to become ready.</summary>
    public sealed record Wait : TakeUp;

    /// <summary>Uninstall what is half there, then install.</summary>
    public sealed record InstallAnew : TakeUp;

    /// <summary>Roll back to this revision, then look again.</summary>
    public sealed record RollBack(int Revision) : TakeUp;

    /// <summary>The target cannot be asked: look again later.</summary>
    public sealed record LookAgain(string Message) : TakeUp;

    /// <summary>Decides, when it is sure that no helm of ours works on the release any more.</summary>
    /// <param name="digest">Of what the release is meant to be.</param>
    /// <param name="goodRevision">Last revision that was seen Ready, or 0.</param>
    /// <param name="state">What helm knows of it.</param>
    /// <param name="history">Its revisions, oldest first; asked only while it is pending.</param>
    public static TakeUp Decide(string digest, int goodRevision, HelmState state, IReadOnlyList<HelmRevision> history) => state switch
    {
        HelmState.Absent => new Apply(),
        HelmState.Unreadable unreadable => new LookAgain(unreadable.Message),
        HelmState.Present { Status: "deployed" } present when present.Digest == digest => new Wait(),
        HelmState.Present { Status: "pending-install" or "uninstalling" or "uninstalled" } => new InstallAnew(),
        HelmState.Present { IsPending: true } pending => Undo(pending, goodRevision, history),
        _ => new Apply(),
    };

    // helm refuses to upgrade over a pending revision, so the last one that stood has to come back first.
    private static TakeUp Undo(HelmState.Present pending, int goodRevision, IReadOnlyList<HelmRevision> history)
    {
        if (goodRevision > 0 && goodRevision < pending.Revision) return new RollBack(goodRevision);
        var stood = history.LastOrDefault(revision => revision.Revision < pending.Revision && revision.Status is "deployed" or "superseded");
        return stood is null ? new InstallAnew() : new RollBack(stood.Revision);
    }
}

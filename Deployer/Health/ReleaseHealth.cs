using Dodas.Deployer.Clusters;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Health;

/// <summary>How a release is: the worst of the objects its chart made, with what they own counted in. Pure: the same snapshot at the same moment gives the same answer.</summary>
public static class ReleaseHealth
{
    /// <summary>Judges a release.</summary>
    /// <param name="expected">The objects of its manifest, hooks left out.</param>
    /// <param name="snapshot">Its namespace.</param>
    /// <param name="now">The time (UTC).</param>
    /// <param name="grace">How patient to be; null for <see cref="Grace.Usual"/>.</param>
    public static Assessment Assess(IReadOnlyCollection<ObjectReference> expected, NamespaceSnapshot snapshot, DateTime now, Grace? grace = null)
    {
        var index = new SnapshotIndex(snapshot, now, grace ?? Grace.Usual);
        var judged = expected.Select(reference => Judged(reference, index)).ToList();
        var views = ObjectViews.Of(judged, index);
        if (snapshot.Error is { } error) return Unread(error, views, snapshot.ReadAt is not null);

        var worst = judged.OrderByDescending(item => item.Verdict.State)
            .ThenBy(item => item.Verdict.Because is null)
            .ThenBy(item => KindName.Of(item.Expected) == Kinds.Service)
            .FirstOrDefault();
        var state = worst.Verdict?.State ?? ClusterState.Ready;
        var cause = state == ClusterState.Ready ? Cause.None : worst.Verdict!.CauseOf(worst.Expected.Display());
        return new Assessment(state, cause, views) { ReassessAt = judged.Select(item => item.Verdict.ReassessAt).Min() };
    }

    private static (ObjectReference Expected, TargetObject? Found, Verdict Verdict) Judged(ObjectReference expected, SnapshotIndex index)
    {
        var found = expected.Namespace is { } other && other != index.Namespace ? null : index.Find(KindName.Of(expected), expected.Name);
        return (expected, found, Rules.Judge(expected, found, index));
    }

    // What was seen before stays on the page, but nothing of it is green.
    private static Assessment Unread(string error, IReadOnlyList<ObjectView> views, bool wasRead) => new(
        ClusterState.Unknown,
        new Cause(error, [new CauseLink("Target", error)]),
        [.. views.Select(view => view with { State = ClusterState.Unknown, Message = wasRead ? $"{view.State} when it was last read." : "" })]);
}

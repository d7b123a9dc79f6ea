using Dodas.Deployer.Clusters;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Health;

/// <summary>What a page shows of a release: its objects, and below each the pods, claims and jobs it owns.</summary>
internal static class ObjectViews
{
    private const int Depth = 6;

    public static IReadOnlyList<ObjectView> Of(IReadOnlyList<(ObjectReference Expected, TargetObject? Found, Verdict Verdict)> judged, SnapshotIndex index)
    {
        List<ObjectView> views = [];
        HashSet<(KindName, string)> shown = [.. judged.Select(item => (KindName.Of(item.Expected), item.Expected.Name))];
        foreach (var (expected, found, verdict) in judged)
        {
            views.Add(View(expected, found, verdict, owner: null));
            if (found is not null) AddOwned(views, shown, found, expected.Display(), index, Depth);
        }

        return views;
    }

    private static void AddOwned(List<ObjectView> views, HashSet<(KindName, string)> shown, TargetObject owner, string ownerName, SnapshotIndex index, int depth)
    {
        if (depth == 0) return;
        foreach (var child in index.OwnedBy(owner).Concat(Claims(owner, index)).OrderBy(child => child.Reference.Name, StringComparer.Ordinal))
        {
            var kind = KindName.Of(child.Reference);
            var isSet = kind == Kinds.ReplicaSet && KindName.Of(owner.Reference) == Kinds.Deployment;
            if (isSet)
            {
                // Between a Deployment and its pods there is nothing a person needs to see.
                AddOwned(views, shown, child, ownerName, index, depth - 1);
            }
            else if (Rules.HasOwn(kind) && shown.Add((kind, child.Reference.Name)))
            {
                views.Add(View(child.Reference, child, Rules.Judge(child, index), ownerName));
                AddOwned(views, shown, child, kind == Kinds.Pod ? ownerName : child.Reference.Display(), index, depth - 1);
            }
        }
    }

    private static IEnumerable<TargetObject> Claims(TargetObject owner, SnapshotIndex index)
    {
        var kind = KindName.Of(owner.Reference);
        if (kind == Kinds.Pod) return ClaimRule.NamesOf(owner).Select(name => index.Find(Kinds.Claim, name)).OfType<TargetObject>();
        return kind == Kinds.StatefulSet ? index.OfKind(Kinds.Claim).Where(claim => IsFromTemplate(claim, owner)) : [];
    }

    // A StatefulSet's claims are named <template>-<set>-<ordinal> and, as a rule, outlive its pods.
    private static bool IsFromTemplate(TargetObject claim, TargetObject set) => set.Document.Items("spec", "volumeClaimTemplates").Any(template =>
        template.Text("metadata", "name") is { } name
        && claim.Reference.Name.StartsWith($"{name}-{set.Reference.Name}-", StringComparison.Ordinal)
        && int.TryParse(claim.Reference.Name.AsSpan(name.Length + set.Reference.Name.Length + 2), out _));

    private static ObjectView View(ObjectReference reference, TargetObject? found, Verdict verdict, string? owner)
    {
        var message = verdict.Because is null ? verdict.Message : verdict.CauseOf(reference.Display()).Summary;
        return new ObjectView(reference.Kind, reference.Name, verdict.State, message, owner, found?.CreatedAt());
    }
}

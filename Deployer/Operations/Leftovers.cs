using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Operations;

/// <summary>What is still there of objects that are to go.</summary>
internal static class Leftovers
{
    private const string Keep = "helm.sh/resource-policy";
    private static readonly KindName VolumeClaim = new("", "PersistentVolumeClaim");

    /// <summary>A sentence that names what is left of the objects and of what they own, or null when nothing is. Volume claims, and what the chart asks helm to keep, stay for later.</summary>
    public static string? Explain(IReadOnlyList<ObjectReference> objects, NamespaceSnapshot snapshot)
    {
        var going = objects.Select(item => (KindName.Of(item), item.Name)).ToHashSet();
        var left = new List<TargetObject>();
        // An owner may be gone before what it owns, so ownership is followed by name: from the objects down, one generation a round.
        // What has lost its owner is on its way too: the garbage collector takes it.
        var present = snapshot.Objects.Select(item => (KindName.Of(item.Reference), item.Reference.Name)).ToHashSet();
        for (var before = -1; before != left.Count;)
        {
            before = left.Count;
            foreach (var item in snapshot.Objects.Except(left).ToList())
            {
                var key = (KindName.Of(item.Reference), item.Reference.Name);
                if (!going.Contains(key) && !Owners(item).Any(owner => going.Contains(owner) || (snapshot.Kinds.Contains(owner.Kind) && !present.Contains(owner)))) continue;
                if (key.Item1 == VolumeClaim || IsKept(item)) continue;
                going.Add(key);
                left.Add(item);
            }
        }

        return Sentence(left);
    }

    /// <summary>A sentence that names the volume claims that are left, or null when none is.</summary>
    public static string? ExplainVolumes(NamespaceSnapshot snapshot) => Sentence([.. Volumes(snapshot)]);

    /// <summary>The volume claims in a namespace.</summary>
    public static IEnumerable<TargetObject> Volumes(NamespaceSnapshot snapshot) => snapshot.Objects.Where(item => KindName.Of(item.Reference) == VolumeClaim);

    private static string? Sentence(List<TargetObject> left) => left.Count switch
    {
        0 => null,
        1 => $"Waits for {Name(left[0])} to be gone.",
        _ => $"Waits for {Name(left[0])} and {left.Count - 1} more to be gone.",
    };

    private static string Name(TargetObject item) => $"{item.Reference.Kind}/{item.Reference.Name}";

    private static bool IsKept(TargetObject item) => item.Document["metadata"]?["annotations"]?[Keep]?.GetValue<string>() == "keep";

    private static IEnumerable<(KindName Kind, string Name)> Owners(TargetObject item) =>
        item.Document["metadata"]?["ownerReferences"]?.AsArray()
            .Select(owner => (KindName.Of(owner?["apiVersion"]?.GetValue<string>() ?? "", owner?["kind"]?.GetValue<string>() ?? ""), owner?["name"]?.GetValue<string>() ?? ""))
        ?? [];
}

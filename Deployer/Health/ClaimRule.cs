using Dodas.Deployer.Clusters;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Health;

/// <summary>How a PersistentVolumeClaim is: Bound is ready, Lost has failed, and Pending depends on its storage class and on what the provisioner reports.</summary>
internal static class ClaimRule
{
    private const string DefaultClass = "storageclass.kubernetes.io/is-default-class";

    public static Verdict Judge(TargetObject claim, SnapshotIndex index)
    {
        var name = claim.Reference.Name;
        switch (claim.Document.Text("status", "phase"))
        {
            case "Bound":
                return Verdict.Ready;
            case "Lost":
                return Verdict.Failed("Its volume is lost.") with { Summary = $"The volume of claim `{name}` is lost, with the data on it." };
        }

        return Class(claim, index) is { } class_ ? Pending(claim, class_, index) : NoClass(claim, index);
    }

    /// <summary>Claims that a pod mounts.</summary>
    public static IEnumerable<string> NamesOf(TargetObject pod)
    {
        foreach (var volume in pod.Document.Items("spec", "volumes"))
        {
            if (volume.Text("persistentVolumeClaim", "claimName") is { } name) yield return name;
            else if (volume.At("ephemeral") is not null) yield return $"{pod.Reference.Name}-{volume.Text("name")}";
        }
    }

    // An empty name asks for no class at all; no name asks for the default one.
    private static TargetObject? Class(TargetObject claim, SnapshotIndex index) => claim.Document.Text("spec", "storageClassName") switch
    {
        "" => null,
        { } name => index.Find(Kinds.StorageClass, name),
        null => index.OfKind(Kinds.StorageClass).FirstOrDefault(item => item.Document.Text("metadata", "annotations", DefaultClass) == "true"),
    };

    private static Verdict NoClass(TargetObject claim, SnapshotIndex index)
    {
        var name = claim.Reference.Name;
        var asked = claim.Document.Text("spec", "storageClassName");
        if (asked == "") return Verdict.Progressing("It waits for an administrator to provide a volume.");
        if (!index.IsWatched(Kinds.StorageClass)) return Reported(claim, index) ?? Verdict.Progressing("It waits for its volume.");
        if (asked is null) return Verdict.Failed("It names no storage class, and the target has no default one.") with { Summary = $"Volume claim `{name}` names no storage class, and the target has no default one." };
        var root = Verdict.Failed("Does not exist.") with { Summary = $"Storage class `{asked}`, which volume claim `{name}` asks for, does not exist." };
        return Verdict.Failed("It is not bound to a volume.") with { Because = new Because($"StorageClass/{asked}", root) };
    }

    private static Verdict Pending(TargetObject claim, TargetObject class_, SnapshotIndex index)
    {
        if (Reported(claim, index) is { } reported) return reported;
        if (class_.Document.Text("volumeBindingMode") == "WaitForFirstConsumer" && !IsUsed(claim, index)) return new Verdict(ClusterState.Ready, "Gets its volume when a pod uses it.");
        return Verdict.Progressing($"It waits for a volume of storage class `{class_.Reference.Name}`.");
    }

    private static Verdict? Reported(TargetObject claim, SnapshotIndex index)
    {
        if (index.EventsOf(claim).FirstOrDefault(found => found.IsWarning) is not { } reported) return null;
        var words = RefusalWords.Sentence($"Its volume cannot be provided: {reported.Message}");
        return (reported.Reason == "ProvisioningFailed" ? Verdict.Failed(words) : Verdict.Progressing(words)) with { Summary = RefusalWords.Sentence($"The volume of claim `{claim.Reference.Name}` cannot be provided: {reported.Message}") };
    }

    private static bool IsUsed(TargetObject claim, SnapshotIndex index) => index.OfKind(Kinds.Pod).Any(pod => NamesOf(pod).Contains(claim.Reference.Name));
}

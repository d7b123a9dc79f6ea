using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Health;

/// <summary>How StatefulSets and DaemonSets are.</summary>
internal static class StatefulSetRule
{
    public static Verdict Judge(TargetObject item, SnapshotIndex index)
    {
        var document = item.Document;
        if (document.IsUnobserved()) return Verdict.Progressing("Its controller has not seen the last change yet.");

        var desired = document.Number("spec", "replicas") ?? 1;
        var pods = WorkloadPods.Of(item, index);
        if (WorkloadPods.Failure(item, pods, desired, index) is { } failure) return failure;

        // Readiness first: with OnDelete nothing below says anything, and no pod need be there.
        var ready = Status(item, "readyReplicas");
        if (ready < desired) return WorkloadPods.Progress(WorkloadPods.Count(ready, desired), pods, index);
        if (document.Number("status", "availableReplicas") is { } available && available < desired) return WorkloadPods.Progress($"{available} of {desired} pods have been ready for long enough.", pods, index);
        if (Status(item, "replicas") > desired) return Verdict.Progressing($"{Status(item, "replicas") - desired} pods too many are still there.");
        if (document.Text("spec", "updateStrategy", "type") != "OnDelete" && Update(item, desired) is { } update) return update;
        return desired == 0 ? Verdict.Ready with { Message = "Scaled to nothing." } : Verdict.Ready;
    }

    public static Verdict JudgeDaemonSet(TargetObject item, SnapshotIndex index)
    {
        var document = item.Document;
        if (document.IsUnobserved()) return Verdict.Progressing("Its controller has not seen the last change yet.");
        if (document.Number("status", "desiredNumberScheduled") is not { } desired) return Verdict.Progressing("Its nodes are not known yet.");

        var pods = WorkloadPods.Of(item, index);
        if (WorkloadPods.Failure(item, pods, desired, index) is { } failure) return failure;
        if (desired == 0) return Verdict.Ready with { Message = "No node matches: it runs nowhere." };
        var updated = Status(item, "updatedNumberScheduled");
        if (document.Text("spec", "updateStrategy", "type") != "OnDelete" && updated < desired) return WorkloadPods.Progress($"{updated} of {desired} pods are up to date.", pods, index);
        var available = Status(item, "numberAvailable");
        return available < desired ? WorkloadPods.Progress(WorkloadPods.Count(available, desired), pods, index) : Verdict.Ready;
    }

    private static Verdict? Update(TargetObject item, long desired)
    {
        var partition = item.Document.Number("spec", "updateStrategy", "rollingUpdate", "partition") ?? 0;
        var (current, next) = (item.Document.Text("status", "currentRevision"), item.Document.Text("status", "updateRevision"));
        if (string.IsNullOrEmpty(next) || current == next) return null;

        // With a partition the pods below it keep the former revision on purpose, and so does the status.
        var updated = Status(item, "updatedReplicas");
        var wanted = Math.Max(0, desired - partition);
        if (updated < wanted) return Verdict.Progressing($"{updated} of {wanted} pods are up to date.");
        return partition == 0 ? Verdict.Progressing("Its controller has not finished the change yet.") : null;
    }

    private static long Status(TargetObject item, string field) => item.Document.Number("status", field) ?? 0;
}

using System.Globalization;
using Dodas.Deployer.Clusters;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Health;

/// <summary>How Deployments and ReplicaSets are. Only pods of the newest revision count: the others are on their way out.</summary>
internal static class DeploymentRule
{
    private const string Revision = "deployment.kubernetes.io/revision";

    public static Verdict Judge(TargetObject item, SnapshotIndex index)
    {
        var document = item.Document;
        if (document.Flag("spec", "paused")) return new Verdict(ClusterState.Suspended, "Paused: changes are not rolled out.");
        if (document.IsUnobserved()) return Verdict.Progressing("Its controller has not seen the last change yet.");

        var desired = document.Number("spec", "replicas") ?? 1;
        var newest = Newest(item, index);
        var pods = newest is null ? [] : WorkloadPods.Of(newest, index);
        if (WorkloadPods.Failure(item, pods, desired, index) is { } failure) return failure;
        if (newest is not null && WorkloadPods.Failure(newest, pods, desired, index) is { } refused)
            return Verdict.Failed(WorkloadPods.Count(Status(item, "readyReplicas"), desired)) with { Because = new Because(newest.Reference.Display(), refused) };
        if (document.Condition("Progressing") is { IsFalse: true, Reason: "ProgressDeadlineExceeded" } late)
            return WorkloadPods.Progress(RefusalWords.Sentence(late.Words), pods, index) with { State = ClusterState.Failed };

        if (Status(item, "updatedReplicas") < desired) return WorkloadPods.Progress($"{Status(item, "updatedReplicas")} of {desired} pods are up to date.", pods, index);
        if (Status(item, "replicas") > Status(item, "updatedReplicas")) return WorkloadPods.Progress("Pods of the former revision are still there.", pods, index);
        var ready = Math.Min(Status(item, "readyReplicas"), Status(item, "availableReplicas"));
        return ready < desired ? WorkloadPods.Progress(WorkloadPods.Count(ready, desired), pods, index) : Steady(desired);
    }

    public static Verdict JudgeReplicaSet(TargetObject item, SnapshotIndex index)
    {
        if (item.Document.IsUnobserved()) return Verdict.Progressing("Its controller has not seen the last change yet.");
        var desired = item.Document.Number("spec", "replicas") ?? 1;
        var pods = WorkloadPods.Of(item, index);
        if (WorkloadPods.Failure(item, pods, desired, index) is { } failure) return failure;
        var ready = Status(item, "availableReplicas");
        return ready < desired ? WorkloadPods.Progress(WorkloadPods.Count(ready, desired), pods, index) : Steady(desired);
    }

    /// <summary>The ReplicaSet of the newest revision, or null before there is one.</summary>
    public static TargetObject? Newest(TargetObject deployment, SnapshotIndex index) => index.OwnedBy(deployment, Kinds.ReplicaSet)
        .OrderByDescending(set => long.TryParse(set.Document.Text("metadata", "annotations", Revision), CultureInfo.InvariantCulture, out var revision) ? revision : 0)
        .ThenByDescending(set => set.CreatedAt())
        .FirstOrDefault();

    private static Verdict Steady(long desired) => desired == 0 ? Verdict.Ready with { Message = "Scaled to nothing." } : Verdict.Ready;

    private static long Status(TargetObject item, string field) => item.Document.Number("status", field) ?? 0;
}

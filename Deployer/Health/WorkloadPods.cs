using Dodas.Deployer.Clusters;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Health;

/// <summary>What the pods of a workload, and the refusals to make more of them, say about it.</summary>
internal static class WorkloadPods
{
    /// <summary>The workload has failed because one of its pods has, or because a pod is refused; null when neither is so.</summary>
    /// <param name="owner">The workload.</param>
    /// <param name="pods">Pods that count.</param>
    /// <param name="desired">How many it should have.</param>
    /// <param name="index">Where events are found.</param>
    public static Verdict? Failure(TargetObject owner, IReadOnlyList<TargetObject> pods, long desired, SnapshotIndex index)
    {
        if (owner.Document.Condition("ReplicaFailure") is { IsTrue: true } refused) return Refused(refused.Message);
        if (pods.Count < desired && RefusedLast(owner, index) is { } message) return Refused(message);
        if (Worst(pods, index) is not { Verdict.State: ClusterState.Failed } worst) return null;
        return Verdict.Failed(Count(ReadyOf(pods, index), desired)) with { Because = worst };
    }

    /// <summary>It is on the way: how far, and what the pod that is furthest from ready waits for.</summary>
    public static Verdict Progress(string message, IReadOnlyList<TargetObject> pods, SnapshotIndex index)
    {
        var worst = Worst(pods, index);
        return Verdict.Progressing(message) with { Because = worst, ReassessAt = pods.Select(pod => PodRule.Judge(pod, index).ReassessAt).Min() };
    }

    /// <summary>Pods that are to stay: those on their way out say nothing about what replaces them.</summary>
    public static IReadOnlyList<TargetObject> Of(TargetObject owner, SnapshotIndex index) =>
        [.. index.OwnedBy(owner, Kinds.Pod).Where(pod => !pod.IsLeaving())];

    /// <summary>Such as "1 of 3 pods are ready."</summary>
    public static string Count(long ready, long desired) => desired == 1 && ready == 0 ? "Its pod is not ready." : $"{ready} of {desired} pods are ready.";

    private static Verdict Refused(string message) => Verdict.Failed(RefusalWords.Of(message)) with { Summary = RefusalWords.Of(message) };

    private static int ReadyOf(IEnumerable<TargetObject> pods, SnapshotIndex index) => pods.Count(pod => PodRule.Judge(pod, index).State == ClusterState.Ready);

    private static Because? Worst(IEnumerable<TargetObject> pods, SnapshotIndex index) => pods
        .Select(pod => new Because(pod.Reference.Display(), PodRule.Judge(pod, index)))
        .Where(pod => pod.Verdict.IsBad)
        .OrderByDescending(pod => pod.Verdict.State).ThenBy(pod => pod.Verdict.Because is null).ThenBy(pod => pod.Object, StringComparer.Ordinal)
        .FirstOrDefault();

    // Controllers without a condition for it report a refusal as an event, and a later success as another.
    private static string? RefusedLast(TargetObject owner, SnapshotIndex index) =>
        index.EventsOf(owner).FirstOrDefault(found => found.Reason is "FailedCreate" or "SuccessfulCreate") is { Reason: "FailedCreate" } failed ? failed.Message : null;
}

using Dodas.Deployer.Clusters;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Health;

/// <summary>How Jobs and CronJobs are: a Job is ready when it is complete, a CronJob is as its last Job was.</summary>
internal static class JobRule
{
    public static Verdict Judge(TargetObject item, SnapshotIndex index)
    {
        var document = item.Document;
        if (document.Condition("Complete") is { IsTrue: true }) return Verdict.Ready with { Message = "Complete." };
        if (document.Condition("Failed") is { IsTrue: true } failed) return Failed(item, failed, index);
        if (document.Flag("spec", "suspend")) return new Verdict(ClusterState.Suspended, "Suspended.");

        var desired = document.Number("spec", "completions") ?? document.Number("spec", "parallelism") ?? 1;
        var succeeded = document.Number("status", "succeeded") ?? 0;

        // A pod that failed is tried again until the Job itself gives up; one that cannot even start is another matter.
        List<TargetObject> trying = [.. WorkloadPods.Of(item, index).Where(pod => pod.Document.Text("status", "phase") is not ("Failed" or "Succeeded"))];
        var asked = trying.Count == 0 && succeeded == 0 ? 1 : 0;
        if (WorkloadPods.Failure(item, trying, asked, index) is { } failure) return failure with { Message = failure.Because is null ? failure.Message : "It cannot run." };
        return WorkloadPods.Progress(desired > 1 ? $"Runs: {succeeded} of {desired} completions." : "Runs.", trying, index);
    }

    public static Verdict JudgeCronJob(TargetObject item, SnapshotIndex index)
    {
        if (item.Document.Flag("spec", "suspend")) return new Verdict(ClusterState.Suspended, "Suspended.");
        var last = index.OwnedBy(item, Kinds.Job).OrderByDescending(job => job.CreatedAt()).ToList();
        if (last.Count == 0) return Verdict.Ready with { Message = "Has not run yet." };

        var verdict = Judge(last[0], index);
        return verdict.State switch
        {
            ClusterState.Failed => Verdict.Failed("Its last run failed.") with { Because = new Because(last[0].Reference.Display(), verdict) },
            ClusterState.Progressing => last.Count > 1 && Judge(last[1], index) is { State: ClusterState.Failed } before
                ? Verdict.Failed("Its last run failed; the next one runs.") with { Because = new Because(last[1].Reference.Display(), before) }
                : Verdict.Ready with { Message = "Runs now." },
            _ => Verdict.Ready with { Message = "Its last run was complete." },
        };
    }

    private static Verdict Failed(TargetObject item, Condition condition, SnapshotIndex index)
    {
        var words = condition.Reason switch
        {
            "BackoffLimitExceeded" => "Failed: its pods failed too often.",
            "DeadlineExceeded" => "Failed: it took longer than it may.",
            _ => RefusalWords.Sentence($"Failed: {condition.Words}"),
        };
        var pod = WorkloadPods.Of(item, index).OrderByDescending(pod => pod.CreatedAt()).FirstOrDefault(pod => PodRule.Judge(pod, index).State == ClusterState.Failed);
        return Verdict.Failed(words) with { Because = pod is null ? null : new Because(pod.Reference.Display(), PodRule.Judge(pod, index)) };
    }
}

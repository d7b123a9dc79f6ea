using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Workloads;

/// <summary>Runs pods until enough have succeeded or too many have failed (pkg/controller/job).</summary>
internal sealed class JobController(Cluster cluster) : Controller(cluster)
{
    private const string Component = "job-controller";
    private const string IndexAnnotation = "batch.kubernetes.io/job-completion-index";

    public override void Observe(Change change)
    {
        if (change.Resource == Kinds.Jobs)
        {
            if (change.Type != ChangeType.Deleted)
                Enqueue(change.Key);
        }
        else if (change.Resource == Kinds.Pods)
        {
            foreach (var name in change.ControllerNames("Job"))
                Enqueue(Kinds.Jobs.Key(change.Key.Namespace, name));
        }
    }

    public override void Reconcile(ObjectKey key)
    {
        if (Cluster.Find(key) is not { } job)
            return;
        if (IsFinished(job))
        {
            Expire(key, job);
            return;
        }

        var selector = Selector.Of(job.At("spec", "selector"));
        if (selector.IsEmpty || job.IsDeleting())
            return;
        var pods = Cluster.Claim(Kinds.Pods, job, "batch/v1", "Job", selector);
        var status = job.Map("status")?.Copy() ?? [];
        var tally = new JobTally(job, pods);
        StatusException? refusal = null;
        if (tally.Verdict(Now) is { } verdict)
        {
            foreach (var pod in tally.Active)
                Delete(job, pod);
            Conclude(job, status, verdict);
        }
        else
        {
            try
            {
                Run(key, job, status, tally);
            }
            catch (StatusException caught)
            {
                refusal = caught;
            }
        }

        var left = new JobTally(job, Cluster.Claim(Kinds.Pods, job, "batch/v1", "Job", selector));
        left.Count(status);
        Cluster.SetStatus(key, job, status);
        if (refusal is not null)
            throw refusal;
    }

    public static bool IsFinished(JsonObject job) => job.HasCondition("Complete") || job.HasCondition("Failed");

    private void Run(ObjectKey key, JsonObject job, JsonObject status, JobTally tally)
    {
        if (job.Flag("spec", "suspend"))
        {
            foreach (var pod in tally.Active)
                Delete(job, pod);
            status.Remove("startTime");
            if (status.SetCondition("Suspended", "True", "JobSuspended", "Job suspended", Now, "lastProbeTime"))
                Cluster.Events.Normal(Component, "batch/v1", "Job", job, "Suspended", "Job suspended");
            return;
        }

        if (job.HasCondition("Suspended") && status.SetCondition("Suspended", "False", "JobResumed", "Job resumed", Now, "lastProbeTime"))
            Cluster.Events.Normal(Component, "batch/v1", "Job", job, "Resumed", "Job resumed");
        status["startTime"] ??= Now.Stamp();
        if (job.Number("spec", "activeDeadlineSeconds") is { } deadline)
            EnqueueAt(key, (status.Time("startTime") ?? Now).AddSeconds(deadline + 1));
        foreach (var pod in tally.Active.LeastWantedFirst().Take((int)Math.Max(0, tally.Active.Count - tally.Parallelism)))
            Delete(job, pod);
        var missing = tally.Missing;
        if (missing <= 0)
            return;
        // A replacement for a failed pod waits, longer after each failure.
        if (tally.LastFailure is { } failed && failed + BackOff(tally.Failed) is var due && due > Now)
        {
            EnqueueAt(key, due);
            return;
        }

        foreach (var index in tally.FreeIndexes().Take((int)Math.Min(missing, 500)))
            Create(job, index);
    }

    private TimeSpan BackOff(long failures)
    {
        var wait = Cluster.Options.JobBackOff * Math.Pow(2, Math.Clamp(failures - 1, 0, 10));
        return wait < Cluster.Options.JobBackOff * 36 ? wait : Cluster.Options.JobBackOff * 36;
    }

    private void Conclude(JsonObject job, JsonObject status, JobVerdict verdict)
    {
        if (verdict.Succeeded)
        {
            status.SetCondition("SuccessCriteriaMet", "True", "CompletionsReached", "Reached expected number of succeeded pods", Now, "lastProbeTime");
            status.SetCondition("Complete", "True", "CompletionsReached", "Reached expected number of succeeded pods", Now, "lastProbeTime");
            status["completionTime"] = Now.Stamp();
            Cluster.Events.Normal(Component, "batch/v1", "Job", job, "Completed", "Job completed");
            return;
        }

        status.SetCondition("FailureTarget", "True", verdict.Reason, verdict.Message, Now, "lastProbeTime");
        status.SetCondition("Failed", "True", verdict.Reason, verdict.Message, Now, "lastProbeTime");
        Cluster.Events.Warning(Component, "batch/v1", "Job", job, verdict.Reason, verdict.Message);
    }

    private void Expire(ObjectKey key, JsonObject job)
    {
        if (job.Number("spec", "ttlSecondsAfterFinished") is not { } seconds || job.IsDeleting())
            return;
        var finished = (job.Condition("Complete") ?? job.Condition("Failed")).Time("lastTransitionTime") ?? Now;
        if (finished.AddSeconds(seconds) <= Now)
            Cluster.Delete(key, job, propagation: "Foreground");
        else
            EnqueueAt(key, finished.AddSeconds(seconds));
    }

    private void Create(JsonObject job, int? index)
    {
        var pod = PodTemplates.NewPod(job.At("spec", "template"), job, "batch/v1", "Job");
        var metadata = pod.Ensure("metadata");
        var prefix = index is null ? $"{job.Name()}-" : $"{job.Name()}-{index}-";
        metadata["generateName"] = prefix;
        if (index is { } number)
        {
            metadata.Ensure("annotations")[IndexAnnotation] = $"{number}";
            metadata.Ensure("labels")[IndexAnnotation] = $"{number}";
        }

        try
        {
            var created = Cluster.Create(Kinds.Pods.Key(job.Namespace(), Names.Generate(prefix)), pod);
            Cluster.Events.Normal(Component, "batch/v1", "Job", job, "SuccessfulCreate", $"Created pod: {created.Name()}");
        }
        catch (StatusException refusal)
        {
            Cluster.Events.Warning(Component, "batch/v1", "Job", job, "FailedCreate", $"Error creating: {refusal.Message}");
            throw;
        }
    }

    private void Delete(JsonObject job, JsonObject pod)
    {
        Cluster.Delete(Kinds.Pods.Key(pod.Namespace(), pod.Name()), pod);
        Cluster.Events.Normal(Component, "batch/v1", "Job", job, "SuccessfulDelete", $"Deleted pod: {pod.Name()}");
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Workloads;

/// <summary>Makes Jobs by the clock and keeps the latest of them (pkg/controller/cronjob).</summary>
internal sealed class CronJobController(Cluster cluster) : Controller(cluster)
{
    private const string Component = "cronjob-controller";

    public override void Observe(Change change)
    {
        if (change.Resource == Kinds.CronJobs)
        {
            if (change.Type != ChangeType.Deleted)
                Enqueue(change.Key);
        }
        else if (change.Resource == Kinds.Jobs)
        {
            foreach (var name in change.ControllerNames("CronJob"))
                Enqueue(Kinds.CronJobs.Key(change.Key.Namespace, name));
        }
    }

    public override void Reconcile(ObjectKey key)
    {
        if (Cluster.Find(key) is not { } cron || cron.IsDeleting())
            return;
        var jobs = Cluster.Index.OwnedBy(cron.Uid(), Kinds.Jobs).Select(job => job.Document).Where(job => job.IsControlledBy(cron)).ToList();
        var status = cron.Map("status")?.Copy() ?? [];
        NoteFinished(cron, jobs, status);
        KeepHistory(cron, jobs);
        if (CronSchedule.TryParse(cron.Text("spec", "schedule") ?? "", cron.Text("spec", "timeZone"), out var problem) is not { } schedule)
        {
            Cluster.Events.Warning(Component, "batch/v1", "CronJob", cron, "UnparseableSchedule", $"unparseable schedule: {cron.Text("spec", "schedule")} : {problem}");
            Cluster.SetStatus(key, cron, status);
            return;
        }

        if (!cron.Flag("spec", "suspend"))
        {
            StartDue(cron, jobs, status, schedule);
            if (schedule.Next(Now) is { } next)
                EnqueueAt(key, next);
        }

        Cluster.SetStatus(key, cron, status);
    }

    private void NoteFinished(JsonObject cron, List<JsonObject> jobs, JsonObject status)
    {
        var active = status.Items("active").Select(entry => entry.Text("uid")).ToHashSet();
        foreach (var job in jobs.Where(JobController.IsFinished))
        {
            if (active.Contains(job.Uid()))
                Cluster.Events.Normal(Component, "batch/v1", "CronJob", cron, "SawCompletedJob", $"Saw completed job: {job.Name()}, condition: {(job.HasCondition("Complete") ? "Complete" : "Failed")}");
            if (job.HasCondition("Complete") && job.Time("status", "completionTime") is { } completed && completed > (status.Time("lastSuccessfulTime") ?? DateTimeOffset.MinValue))
                status["lastSuccessfulTime"] = completed.Stamp();
        }

        SetActive(status, jobs.Where(job => !JobController.IsFinished(job)));
    }

    private void KeepHistory(JsonObject cron, List<JsonObject> jobs)
    {
        foreach (var (condition, kept) in new[] { ("Complete", cron.Number("spec", "successfulJobsHistoryLimit") ?? 3), ("Failed", cron.Number("spec", "failedJobsHistoryLimit") ?? 1) })
        {
            var finished = jobs.Where(job => job.HasCondition(condition) && !job.IsDeleting()).OrderBy(job => job.Text("status", "startTime"), StringComparer.Ordinal).ToList();
            foreach (var job in finished.Take((int)Math.Max(0, finished.Count - kept)))
                Delete(cron, job);
        }
    }

    private void StartDue(JsonObject cron, List<JsonObject> jobs, JsonObject status, CronSchedule schedule)
    {
        var since = status.Time("lastScheduleTime") ?? cron.Time("metadata", "creationTimestamp") ?? Now;
        var deadline = cron.Number("spec", "startingDeadlineSeconds");
        if (deadline is { } seconds && since < Now.AddSeconds(-seconds))
            since = Now.AddSeconds(-seconds);
        // Only the latest missed time counts.
        DateTimeOffset? due = null;
        for (var missed = 0; missed < 100 && schedule.Next(due ?? since) is { } next && next <= Now; missed++)
            due = next;
        if (due is not { } scheduled)
            return;
        var active = jobs.Where(job => !JobController.IsFinished(job)).ToList();
        if (active.Count > 0 && cron.Text("spec", "concurrencyPolicy") == "Forbid")
        {
            Cluster.Events.Normal(Component, "batch/v1", "CronJob", cron, "JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid");
            return;
        }

        if (cron.Text("spec", "concurrencyPolicy") == "Replace")
        {
            foreach (var job in active)
                Delete(cron, job);
            active.Clear();
        }

        if (CreateJob(cron, scheduled) is { } created)
            active.Add(created);
        status["lastScheduleTime"] = scheduled.Stamp();
        SetActive(status, active);
    }

    private JsonObject? CreateJob(JsonObject cron, DateTimeOffset scheduled)
    {
        // The name holds the scheduled minute, so that no time is started twice.
        var minutes = (long)(scheduled - DateTimeOffset.UnixEpoch).TotalMinutes;
        var name = string.Create(CultureInfo.InvariantCulture, $"{cron.Name()}-{minutes}");
        var metadata = cron.Map("spec", "jobTemplate", "metadata")?.Copy() ?? [];
        metadata["name"] = name;
        metadata["namespace"] = cron.Namespace();
        metadata.Ensure("annotations")["batch.kubernetes.io/cronjob-scheduled-timestamp"] = scheduled.Stamp();
        metadata["ownerReferences"] = new JsonArray(Owners.ReferenceTo(cron, "batch/v1", "CronJob"));
        var uid = Guid.NewGuid().ToString();
        metadata["uid"] = uid;
        var job = new JsonObject { ["apiVersion"] = "batch/v1", ["kind"] = "Job", ["metadata"] = metadata, ["spec"] = JobSpec(cron, name, uid), ["status"] = new JsonObject() };
        try
        {
            var created = Cluster.Create(Kinds.Jobs.Key(cron.Namespace(), name), job);
            Cluster.Events.Normal(Component, "batch/v1", "CronJob", cron, "SuccessfulCreate", $"Created job {name}");
            return created;
        }
        catch (StatusException refusal) when (refusal.Code == StatusCodes.Status409Conflict)
        {
            return null;
        }
        catch (StatusException refusal)
        {
            Cluster.Events.Warning(Component, "batch/v1", "CronJob", cron, "FailedCreate", $"Error creating job: {refusal.Message}");
            throw;
        }
    }

    // Selector and labels as the API server makes them for a Job.
    private static JsonObject JobSpec(JsonObject cron, string name, string uid)
    {
        var spec = cron.Map("spec", "jobTemplate", "spec")?.Copy() ?? [];
        if (spec.Map("selector") is not null)
            return spec;
        spec["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["batch.kubernetes.io/controller-uid"] = uid } };
        var labels = spec.Ensure("template").Ensure("metadata").Ensure("labels");
        foreach (var prefix in (string[])["", "batch.kubernetes.io/"])
        {
            labels[prefix + "controller-uid"] = uid;
            labels[prefix + "job-name"] = name;
        }

        foreach (var (field, value) in new (string, JsonNode)[] { ("backoffLimit", 6L), ("completionMode", "NonIndexed"), ("manualSelector", false), ("parallelism", 1L), ("podReplacementPolicy", "TerminatingOrFailed"), ("suspend", false) })
            spec.Default(field, value);
        if (spec["completions"] is null && spec.Number("parallelism") == 1)
            spec["completions"] = 1L;
        return spec;
    }

    private static void SetActive(JsonObject status, IEnumerable<JsonObject> jobs)
    {
        var references = jobs.Select(job => new JsonObject
        {
            ["apiVersion"] = "batch/v1",
            ["kind"] = "Job",
            ["name"] = job.Name(),
            ["namespace"] = job.Namespace(),
            ["resourceVersion"] = job.Text("metadata", "resourceVersion"),
            ["uid"] = job.Uid(),
        }).ToList();
        if (references.Count == 0)
            status.Remove("active");
        else if (!references.Select(entry => entry.Text("uid")).SequenceEqual(status.Items("active").Select(entry => entry.Text("uid"))))
            status["active"] = new JsonArray([.. references]);
    }

    private void Delete(JsonObject cron, JsonObject job)
    {
        Cluster.Delete(Kinds.Jobs.Key(job.Namespace(), job.Name()), job);
        Cluster.Events.Normal(Component, "batch/v1", "CronJob", cron, "SuccessfulDelete", $"Deleted job {job.Name()}");
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Controllers.Workloads;

/// <summary>How a Job ended.</summary>
internal sealed record JobVerdict(bool Succeeded, string Reason, string Message);

/// <summary>The pods of a Job, counted.</summary>
internal sealed class JobTally
{
    private readonly JsonObject _job;
    private readonly List<JsonObject> _pods;
    private readonly bool _indexed;

    public JobTally(JsonObject job, List<JsonObject> pods)
    {
        _job = job;
        _pods = pods;
        _indexed = job.Text("spec", "completionMode") == "Indexed";
        Active = [.. pods.Where(pod => pod.IsActive())];
        // A pod that was deleted while it ran counts as failed.
        Failed = pods.LongCount(pod => pod.Phase() == "Failed" || (pod.IsDeleting() && pod.Phase() != "Succeeded" && pod.IsFinished()));
        Succeeded = _indexed ? SucceededIndexes().Count : pods.LongCount(pod => pod.Phase() == "Succeeded");
        LastFailure = pods.Where(pod => pod.Phase() == "Failed").Select(FinishedAt).Max();
    }

    public List<JsonObject> Active { get; }

    public long Failed { get; }

    public long Succeeded { get; }

    public DateTimeOffset? LastFailure { get; }

    public long Parallelism => _job.Number("spec", "parallelism") ?? 1;

    /// <summary>How many more pods should run now.</summary>
    public long Missing
    {
        get
        {
            var terminating = _pods.LongCount(pod => pod.IsDeleting() && !pod.IsFinished());
            // Without completions any success means that no new work is begun.
            var wanted = Completions is { } completions ? Math.Min(Parallelism, completions - Succeeded) : Succeeded > 0 ? Active.Count : Parallelism;
            return wanted - Active.Count - terminating;
        }
    }

    private long? Completions => _job.Number("spec", "completions");

    /// <summary>The completion indexes that need a pod; for a job without indexes just as many nulls as one likes.</summary>
    public IEnumerable<int?> FreeIndexes()
    {
        if (!_indexed)
            return Enumerable.Repeat<int?>(null, (int)Math.Min(Parallelism, 500));
        var taken = SucceededIndexes();
        taken.UnionWith(_pods.Where(pod => !pod.IsFinished()).Select(IndexOf).OfType<int>());
        return Enumerable.Range(0, (int)(Completions ?? 0)).Where(index => !taken.Contains(index)).Select(index => (int?)index);
    }

    /// <summary>Whether and how the job has ended.</summary>
    public JobVerdict? Verdict(DateTimeOffset now)
    {
        if (_job.Flag("spec", "suspend"))
            return null;
        var retries = _job.Text("spec", "template", "spec", "restartPolicy") == "OnFailure" ? Active.Sum(pod => pod.Restarts()) : 0;
        var limit = _job.Number("spec", "backoffLimit") ?? 6;
        if (Failed > limit || (retries > 0 && retries >= limit))
            return new JobVerdict(false, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        if (_job.Number("spec", "activeDeadlineSeconds") is { } deadline && _job.Time("status", "startTime") is { } started && started.AddSeconds(deadline) <= now)
            return new JobVerdict(false, "DeadlineExceeded", "Job was active longer than specified deadline");
        var done = Completions is { } completions ? Succeeded >= completions : Succeeded > 0 && Active.Count == 0;
        return done ? new JobVerdict(true, "CompletionsReached", "Reached expected number of succeeded pods") : null;
    }

    /// <summary>Writes the counts into a status.</summary>
    public void Count(JsonObject status)
    {
        Put(status, "active", Active.Count);
        Put(status, "succeeded", Succeeded);
        Put(status, "failed", Failed);
        status["terminating"] = _pods.LongCount(pod => pod.IsDeleting() && !pod.IsFinished());
        status["ready"] = Active.LongCount(pod => pod.IsReady());
        status["uncountedTerminatedPods"] = new JsonObject();
        if (_indexed && SucceededIndexes() is { Count: > 0 } indexes)
            status["completedIndexes"] = Ranges(indexes);
    }

    private HashSet<int> SucceededIndexes() =>
        [.. _pods.Where(pod => pod.Phase() == "Succeeded").Select(IndexOf).OfType<int>().Where(index => index < (Completions ?? 0))];

    private static int? IndexOf(JsonObject pod) =>
        int.TryParse(pod.Annotation("batch.kubernetes.io/job-completion-index"), CultureInfo.InvariantCulture, out var index) ? index : null;

    private static DateTimeOffset? FinishedAt(JsonObject pod) =>
        pod.Items("status", "containerStatuses").Select(container => container.Time("state", "terminated", "finishedAt")).Max()
        ?? pod.Condition("Ready").Time("lastTransitionTime");

    // Completed indexes are written as ranges: 0,2-5.
    private static string Ranges(HashSet<int> indexes)
    {
        var parts = new List<(int From, int To)>();
        foreach (var index in indexes.Order())
        {
            if (parts.Count > 0 && parts[^1].To == index - 1)
                parts[^1] = (parts[^1].From, index);
            else
                parts.Add((index, index));
        }

        return string.Join(',', parts.Select(part => part.From == part.To ? $"{part.From}" : part.To == part.From + 1 ? $"{part.From},{part.To}" : $"{part.From}-{part.To}"));
    }

    private static void Put(JsonObject status, string field, long value)
    {
        if (value > 0)
            status[field] = value;
        else
            status.Remove(field);
    }
}

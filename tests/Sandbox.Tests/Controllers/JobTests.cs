using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Tests.Controllers;

public sealed class JobTests
{
    private const string Failing = "\"annotations\": {\"sandbox.dodas.io/fault\": \"crash-loop\"}";

    [Fact]
    public async Task A_job_whose_pods_fail_gives_up_at_its_limit()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Jobs, "work", Samples.Job("\"completions\": 1, \"parallelism\": 1", Failing).Replace("\"backoffLimit\": 6", "\"backoffLimit\": 2", StringComparison.Ordinal));

        var job = await cluster.Until(key, found => found.HasCondition("Failed"));

        job.Number("status", "failed").Should().Be(3);
        job.Condition("Failed").Text("reason").Should().Be("BackoffLimitExceeded");
        job.Condition("Failed").Text("message").Should().Be("Job has reached the specified backoff limit");
        job.Condition("FailureTarget").Should().NotBeNull();
        await cluster.UntilEvent("BackoffLimitExceeded", "Job has reached the specified backoff limit");
    }

    [Fact]
    public async Task A_job_that_restarts_in_place_counts_restarts()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Jobs, "work", Samples.Job("\"completions\": 1, \"parallelism\": 1", Failing, "OnFailure").Replace("\"backoffLimit\": 6", "\"backoffLimit\": 2", StringComparison.Ordinal));

        await cluster.Until(key, found => found.Condition("Failed").Text("reason") == "BackoffLimitExceeded");

        await cluster.Until(() => cluster.Pods.Count == 0);
    }

    [Fact]
    public async Task A_job_past_its_deadline_fails_and_loses_its_pods()
    {
        var time = new TestTime();
        await using var cluster = TestCluster.Start(TestCluster.Fast with { PodRunTime = TimeSpan.FromHours(1) }, time);
        var key = cluster.Create(Kinds.Jobs, "work", Samples.Job("\"completions\": 1, \"parallelism\": 1, \"activeDeadlineSeconds\": 30"));

        await cluster.Advance(() => cluster.Find(key).HasCondition("Failed"));

        cluster.Find(key).Condition("Failed").Text("message").Should().Be("Job was active longer than specified deadline");
        await cluster.Advance(() => cluster.Pods.Count == 0);
    }

    [Fact]
    public async Task An_indexed_job_runs_each_index_once()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Jobs, "work", Samples.Job("\"completions\": 4, \"parallelism\": 2").Replace("NonIndexed", "Indexed", StringComparison.Ordinal));

        var job = await cluster.Until(key, found => found.HasCondition("Complete"));

        job.Text("status", "completedIndexes").Should().Be("0-3");
        cluster.Pods.Select(pod => pod.Annotation("batch.kubernetes.io/job-completion-index")).Should().BeEquivalentTo("0", "1", "2", "3");
    }

    [Fact]
    public async Task A_suspended_job_has_no_pods_until_it_is_resumed()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Jobs, "work", Samples.Job("\"completions\": 1, \"parallelism\": 1, \"suspend\": true"));
        await cluster.Until(key, found => found.HasCondition("Suspended"));
        cluster.Pods.Should().BeEmpty();

        cluster.Change(key, copy => copy.Ensure("spec")["suspend"] = false);

        var job = await cluster.Until(key, found => found.HasCondition("Complete"));
        job.Condition("Suspended").Text("reason").Should().Be("JobResumed");
    }

    [Fact]
    public async Task A_finished_job_goes_after_its_time()
    {
        var time = new TestTime();
        await using var cluster = TestCluster.Start(time: time);
        var key = cluster.Create(Kinds.Jobs, "work", Samples.Job("\"completions\": 1, \"parallelism\": 1, \"ttlSecondsAfterFinished\": 60"));
        await cluster.Advance(() => cluster.Find(key).HasCondition("Complete"));

        await cluster.Advance(() => cluster.Find(key) is null && cluster.Pods.Count == 0);
    }

    [Fact]
    public async Task A_cron_job_starts_jobs_by_the_clock_and_keeps_the_latest()
    {
        var time = new TestTime();
        await using var cluster = TestCluster.Start(time: time);
        var key = cluster.Create(Kinds.CronJobs, "tick", CronJob("* * * * *", "\"successfulJobsHistoryLimit\": 2"));

        await cluster.Advance(() => time.GetUtcNow() > new DateTimeOffset(2026, 1, 5, 8, 6, 0, TimeSpan.Zero));

        var cron = cluster.Find(key)!;
        cron.Text("status", "lastScheduleTime").Should().Be("2026-01-05T08:06:00Z");
        cron.Text("status", "lastSuccessfulTime").Should().NotBeNull();
        cluster.List(Kinds.Jobs).Should().HaveCountLessThanOrEqualTo(3).And.HaveCountGreaterThanOrEqualTo(2).And.AllSatisfy(job => job.ControllerReference().Text("name").Should().Be("tick"));
        await cluster.UntilEvent("SawCompletedJob", "condition: Complete");
    }

    [Fact]
    public async Task A_cron_job_that_forbids_two_at_once_waits_for_the_first()
    {
        var time = new TestTime();
        await using var cluster = TestCluster.Start(TestCluster.Fast with { PodRunTime = TimeSpan.FromMinutes(10) }, time);
        cluster.Create(Kinds.CronJobs, "tick", CronJob("* * * * *", "\"concurrencyPolicy\": \"Forbid\""));

        await cluster.Advance(() => time.GetUtcNow() > new DateTimeOffset(2026, 1, 5, 8, 5, 0, TimeSpan.Zero));

        cluster.List(Kinds.Jobs).Should().ContainSingle();
        await cluster.UntilEvent("JobAlreadyActive", "Not starting job because prior execution is running");
    }

    [Fact]
    public async Task A_suspended_cron_job_starts_nothing_and_a_wrong_schedule_is_said()
    {
        var time = new TestTime();
        await using var cluster = TestCluster.Start(time: time);
        cluster.Create(Kinds.CronJobs, "asleep", CronJob("* * * * *", "\"suspend\": true"));
        cluster.Create(Kinds.CronJobs, "wrong", CronJob("61 * * * *", ""));

        await cluster.Advance(() => time.GetUtcNow() > new DateTimeOffset(2026, 1, 5, 8, 5, 0, TimeSpan.Zero));

        cluster.List(Kinds.Jobs).Should().BeEmpty();
        await cluster.UntilEvent("UnparseableSchedule", "61 * * * *");
    }

    private static string CronJob(string schedule, string spec) => $$"""
        {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {}, "spec": {"schedule": "{{schedule}}" {{(spec.Length > 0 ? ", " : "") + spec}},
          "jobTemplate": {"spec": {"template": {{Samples.Template("busybox", "tick", restart: "Never")}} } } } }
        """;
}

using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Tests.Controllers;

public sealed class RolloutTests
{
    [Fact]
    public async Task A_rollout_never_has_more_or_fewer_pods_than_its_limits_allow()
    {
        var time = new TestTime();
        await using var cluster = TestCluster.Start(TestCluster.Fast with { PodStartDelay = TimeSpan.FromSeconds(1) }, time);
        var key = cluster.Create(Kinds.Deployments, "web", Samples.Deployment(4, spec: """
            "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": "25%"} }
            """));
        await cluster.Advance(() => Progress(cluster, key) == "NewReplicaSetAvailable");

        cluster.Change(key, copy => copy.Items("spec", "template", "spec", "containers").First()["image"] = "nginx:2");
        var least = int.MaxValue;
        var most = 0;
        await cluster.Advance(() =>
        {
            var active = cluster.Pods.Where(pod => pod.IsActive()).ToList();
            most = Math.Max(most, active.Count);
            least = Math.Min(least, active.Count(pod => pod.IsReady()));
            return cluster.Find(key).Number("status", "observedGeneration") == 2 && Progress(cluster, key) == "NewReplicaSetAvailable";
        });

        most.Should().BeLessThanOrEqualTo(5);
        least.Should().BeGreaterThanOrEqualTo(3);
        cluster.Find(key).Number("status", "updatedReplicas").Should().Be(4);
    }

    [Fact]
    public async Task A_rollout_that_cannot_progress_runs_into_its_deadline_and_keeps_the_old_pods()
    {
        var time = new TestTime();
        await using var cluster = TestCluster.Start(time: time);
        var key = cluster.Create(Kinds.Deployments, "web", Samples.Deployment(spec: """
            "strategy": {"type": "RollingUpdate"}
            """));
        await cluster.Advance(() => Progress(cluster, key) == "NewReplicaSetAvailable");

        cluster.Change(key, copy => copy.Items("spec", "template", "spec", "containers").First()["image"] = "does-not-exist");
        await cluster.Advance(() => Progress(cluster, key) == "ProgressDeadlineExceeded");

        var deployment = cluster.Find(key)!;
        var failed = cluster.List(Kinds.ReplicaSets).Single(set => set.Annotation("deployment.kubernetes.io/revision") == "2");
        deployment.Condition("Progressing").Text("status").Should().Be("False");
        deployment.Condition("Progressing").Text("message").Should().Be($"ReplicaSet \"{failed.Name()}\" has timed out progressing.");
        deployment.HasCondition("Available").Should().BeTrue();
        deployment.Number("status", "availableReplicas").Should().Be(2);

        // Going back to the old template makes it the newest revision.
        cluster.Change(key, copy => copy.Items("spec", "template", "spec", "containers").First()["image"] = "nginx");
        await cluster.Advance(() => Progress(cluster, key) == "NewReplicaSetAvailable" && cluster.Find(key).Annotation("deployment.kubernetes.io/revision") == "3");
        cluster.List(Kinds.ReplicaSets).Should().HaveCount(2);
        cluster.List(Kinds.ReplicaSets).Single(set => set.Number("spec", "replicas") == 2).Annotation("deployment.kubernetes.io/revision-history").Should().Be("1");
    }

    [Fact]
    public async Task Recreate_takes_all_old_pods_away_before_a_new_one_comes()
    {
        await using var cluster = TestCluster.Start(TestCluster.Fast with { PodStopDelay = TimeSpan.FromMilliseconds(20) });
        var key = cluster.Create(Kinds.Deployments, "web", Samples.Deployment(spec: """
            "strategy": {"type": "Recreate"}
            """));
        await cluster.Until(key, found => found.Number("status", "availableReplicas") == 2);

        cluster.Change(key, copy => copy.Items("spec", "template", "spec", "containers").First()["image"] = "nginx:2");
        var mixed = false;
        await cluster.Until(() =>
        {
            mixed |= cluster.Pods.Select(pod => pod.Items("spec", "containers").First().Text("image")).Distinct().Count() > 1;
            return cluster.Find(key).Number("status", "observedGeneration") == 2 && cluster.Find(key).Number("status", "updatedReplicas") == 2 && Progress(cluster, key) == "NewReplicaSetAvailable";
        }, () => cluster.Find(key)!.ToJsonString() + string.Join('\n', cluster.List(Kinds.ReplicaSets).Concat(cluster.Pods)));

        mixed.Should().BeFalse();
    }

    [Fact]
    public async Task A_paused_deployment_scales_but_does_not_roll_out()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Deployments, "web", Samples.Deployment());
        await cluster.Until(key, found => found.Number("status", "availableReplicas") == 2);

        cluster.Change(key, copy =>
        {
            copy.Ensure("spec")["paused"] = true;
            copy.Ensure("spec")["replicas"] = 3;
            copy.Items("spec", "template", "spec", "containers").First()["image"] = "nginx:2";
        });
        var paused = await cluster.Until(key, found => found.Number("status", "availableReplicas") == 3 && found.Condition("Progressing").Text("reason") == "DeploymentPaused");
        paused.Number("status", "updatedReplicas").Should().BeNull();
        cluster.List(Kinds.ReplicaSets).Should().ContainSingle();

        cluster.Change(key, copy => copy.Ensure("spec")["paused"] = false);
        await cluster.Until(key, found => found.Number("status", "updatedReplicas") == 3 && found.Number("status", "replicas") == 3);
    }

    [Fact]
    public async Task Only_as_many_old_revisions_are_kept_as_the_limit_says()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Deployments, "web", Samples.Deployment(1).Replace("\"revisionHistoryLimit\": 10", "\"revisionHistoryLimit\": 1", StringComparison.Ordinal));
        await cluster.Until(key, found => found.Number("status", "availableReplicas") == 1);
        for (var revision = 2; revision <= 4; revision++)
        {
            var image = $"nginx:{revision}";
            cluster.Change(key, copy => copy.Items("spec", "template", "spec", "containers").First()["image"] = image);
            await cluster.Until(key, found => found.Number("status", "observedGeneration") == revision && Progress(cluster, key) == "NewReplicaSetAvailable" && found.Number("status", "replicas") == 1);
        }

        await cluster.Until(() => cluster.List(Kinds.ReplicaSets).Count == 2);
        cluster.List(Kinds.ReplicaSets).Select(set => set.Annotation("deployment.kubernetes.io/revision")).Should().BeEquivalentTo("3", "4");
    }

    [Fact]
    public async Task Minimum_ready_seconds_hold_availability_back()
    {
        var time = new TestTime();
        await using var cluster = TestCluster.Start(time: time);
        var key = cluster.Create(Kinds.Deployments, "web", Samples.Deployment(spec: """
            "minReadySeconds": 20
            """));
        var begun = time.GetUtcNow();

        await cluster.Advance(() => cluster.Find(key).Number("status", "availableReplicas") == 2);

        (time.GetUtcNow() - begun).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(19));
    }

    [Fact]
    public async Task Scaled_to_zero_is_available_and_has_no_pods()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Deployments, "web", Samples.Deployment());
        await cluster.Until(key, found => found.Number("status", "availableReplicas") == 2);

        cluster.Change(key, copy => copy.Ensure("spec")["replicas"] = 0);

        var deployment = await cluster.Until(key, found => found.Number("status", "observedGeneration") == 2 && found.Number("status", "replicas") is null);
        deployment.HasCondition("Available").Should().BeTrue();
        await cluster.Until(() => cluster.Pods.Count == 0);
    }

    [Fact]
    public async Task A_replica_set_adopts_a_fitting_orphan_and_lets_go_of_a_pod_that_no_longer_fits()
    {
        await using var cluster = TestCluster.Start();
        var orphan = cluster.Create(Kinds.Pods, "orphan", Samples.Pod(metadata: "\"labels\": {\"app\": \"web\"}"));
        var key = cluster.Create(Kinds.ReplicaSets, "web", $$"""
            {"apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": {}, "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "web"} }, "template": {{Samples.Template()}} } }
            """);
        await cluster.Until(key, found => found.Number("status", "readyReplicas") == 2);
        cluster.Pods.Should().HaveCount(2);
        cluster.Find(orphan).ControllerReference().Text("name").Should().Be("web");

        cluster.Change(orphan, copy => copy.Ensure("metadata").Ensure("labels")["app"] = "other");

        await cluster.Until(orphan, found => found.ControllerReference() is null);
        await cluster.Until(() => cluster.Pods.Count == 3);
    }

    private static string? Progress(TestCluster cluster, Dodas.Sandbox.Storage.ObjectKey key) => cluster.Find(key).Condition("Progressing").Text("reason");
}

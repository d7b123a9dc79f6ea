using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Tests.Controllers;

public sealed class RestartTests
{
    [Fact]
    public async Task A_rollout_goes_on_where_it_stopped()
    {
        await using var cluster = TestCluster.Start(TestCluster.Fast with { PodStartDelay = TimeSpan.FromMilliseconds(50) });
        var key = cluster.Create(Kinds.Deployments, "web", Samples.Deployment(3));
        await cluster.Until(() => cluster.Pods.Any(pod => pod.Text("spec", "nodeName") is not null));
        await cluster.StopAsync();
        cluster.Change(key, copy => copy.Ensure("spec")["replicas"] = 5);

        cluster.Restart();

        await cluster.Until(key, found => found.Number("status", "availableReplicas") == 5 && found.Number("status", "observedGeneration") == 2);
        cluster.List(Kinds.ReplicaSets).Should().ContainSingle();
        cluster.Pods.Should().HaveCount(5);
        cluster.Pods.Select(pod => pod.Text("status", "podIP")).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task What_runs_goes_on_running_and_what_was_deleted_meanwhile_is_cleaned_up()
    {
        await using var cluster = TestCluster.Start();
        var kept = cluster.Create(Kinds.Pods, "kept", Samples.Pod());
        var deployment = cluster.Create(Kinds.Deployments, "web", Samples.Deployment());
        await cluster.Until(deployment, found => found.Number("status", "availableReplicas") == 2);
        var before = await cluster.Until(kept, found => found.IsReady());
        await cluster.StopAsync();
        cluster.Store.Delete(deployment);

        cluster.Restart();

        await cluster.Until(() => cluster.Pods.Count == 1 && cluster.List(Kinds.ReplicaSets).Count == 0);
        cluster.Find(kept)!.ToJsonString().Should().Be(before.ToJsonString());
    }

    [Fact]
    public async Task A_settled_cluster_writes_nothing_when_it_starts_again()
    {
        await using var cluster = TestCluster.Start(time: new TestTime());
        var web = cluster.Create(Kinds.Deployments, "web", Samples.Deployment());
        var db = cluster.Create(Kinds.StatefulSets, "db", Samples.StatefulSet(2).Replace("\"web\"", "\"db\"", StringComparison.Ordinal));
        cluster.Create(Kinds.Services, "web", """{"apiVersion": "v1", "kind": "Service", "metadata": {}, "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]}}""");
        cluster.Create(Kinds.Claims, "data", Samples.Claim());
        cluster.Create(Kinds.Jobs, "work", Samples.Job("\"completions\": 1, \"parallelism\": 1"));
        cluster.Create(Kinds.Pods, "broken", Samples.Pod(image: "does-not-exist"));
        await cluster.Advance(() => cluster.Find(web).Number("status", "availableReplicas") == 2 && cluster.Find(db).Number("status", "readyReplicas") == 2
            && cluster.Find(Kinds.Pods.Key(TestCluster.Namespace, "broken")).Items("status", "containerStatuses").Any(status => status.Text("state", "waiting", "reason") == "ImagePullBackOff"));
        await cluster.StopAsync();
        var version = cluster.Store.ResourceVersion;

        cluster.Restart();
        await cluster.Settle();

        cluster.Store.ResourceVersion.Should().Be(version);
    }
}

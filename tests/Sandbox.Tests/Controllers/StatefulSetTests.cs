using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Tests.Controllers;

public sealed class StatefulSetTests
{
    [Fact]
    public async Task An_ordered_set_waits_for_each_pod_before_the_next()
    {
        var time = new TestTime();
        await using var cluster = TestCluster.Start(TestCluster.Fast with { PodStartDelay = TimeSpan.FromSeconds(1) }, time);
        var key = cluster.Create(Kinds.StatefulSets, "db", Samples.StatefulSet(2));
        await cluster.Advance(() => cluster.Pods.Count == 1);
        cluster.Pods.Single().IsReady().Should().BeFalse();

        await cluster.Advance(() => cluster.Pods.Count == 2);

        cluster.Pods[0].IsReady().Should().BeTrue();
        await cluster.Advance(() => cluster.Find(key).Number("status", "readyReplicas") == 2);
    }

    [Fact]
    public async Task A_parallel_set_makes_all_pods_at_once()
    {
        await using var cluster = TestCluster.Start(TestCluster.Fast with { PodStartDelay = TimeSpan.FromHours(1) });
        cluster.Create(Kinds.StatefulSets, "db", Samples.StatefulSet(3, "\"podManagementPolicy\": \"Parallel\""));

        await cluster.Until(() => cluster.Pods.Count == 3);
    }

    [Fact]
    public async Task A_new_template_replaces_the_pods_from_the_last_to_the_first_and_stops_at_the_partition()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.StatefulSets, "db", Samples.StatefulSet(3, """
            "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 1} }
            """));
        var before = await cluster.Until(key, found => found.Number("status", "readyReplicas") == 3 && found.Number("status", "currentReplicas") == 3);

        cluster.Change(key, copy => copy.Items("spec", "template", "spec", "containers").First()["image"] = "nginx:2");
        var set = await cluster.Until(key, found => found.Number("status", "observedGeneration") == 2 && found.Number("status", "updatedReplicas") == 2 && found.Number("status", "readyReplicas") == 3);

        set.Text("status", "currentRevision").Should().Be(before.Text("status", "currentRevision"));
        set.Text("status", "updateRevision").Should().NotBe(before.Text("status", "currentRevision"));
        cluster.Pods.Select(pod => pod.Items("spec", "containers").First().Text("image")).Should().Equal("nginx", "nginx:2", "nginx:2");
        cluster.List(Kinds.ControllerRevisions).Select(revision => revision.Number("revision")).Should().BeEquivalentTo([1L, 2L]);

        cluster.Change(key, copy => copy.Map("spec", "updateStrategy", "rollingUpdate")!["partition"] = 0);
        set = await cluster.Until(key, found => found.Number("status", "observedGeneration") == 3 && found.Number("status", "updatedReplicas") == 3 && found.Number("status", "readyReplicas") == 3
            && found.Text("status", "currentRevision") == found.Text("status", "updateRevision"));
        set.Number("status", "currentReplicas").Should().Be(3);
    }

    [Fact]
    public async Task Scaling_down_takes_the_last_pod_and_keeps_its_claim()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.StatefulSets, "db", Samples.StatefulSet(2, """
            "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}]
            """));
        await cluster.Until(key, found => found.Number("status", "readyReplicas") == 2);

        cluster.Change(key, copy => copy.Ensure("spec")["replicas"] = 1);

        await cluster.Until(() => cluster.Pods.Count == 1);
        cluster.Pods.Single().Name().Should().Be("db-0");
        cluster.List(Kinds.Claims).Should().HaveCount(2);
        await cluster.UntilEvent("SuccessfulDelete", "delete Pod db-1 in StatefulSet db successful");
    }

    [Fact]
    public async Task A_deleted_pod_comes_back_under_its_name()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.StatefulSets, "db", Samples.StatefulSet(2));
        await cluster.Until(key, found => found.Number("status", "readyReplicas") == 2);
        var pod = Kinds.Pods.Key(TestCluster.Namespace, "db-0");
        var uid = cluster.Find(pod).Uid();

        cluster.Store.Delete(pod);

        await cluster.Until(pod, found => found.Uid() != uid && found.IsReady());
    }

    [Fact]
    public async Task The_revision_fits_into_a_label_however_long_the_name_is()
    {
        await using var cluster = TestCluster.Start();
        var name = new string('d', 60);
        var key = cluster.Create(Kinds.StatefulSets, name, Samples.StatefulSet(1));

        var set = await cluster.Until(key, found => found.Number("status", "readyReplicas") == 1);

        set.Text("status", "currentRevision")!.Length.Should().BeLessThanOrEqualTo(63);
    }
}

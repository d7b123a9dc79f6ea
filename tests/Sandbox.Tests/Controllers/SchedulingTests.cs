using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Tests.Controllers;

public sealed class SchedulingTests
{
    private const string Preemption = " no new claims to deallocate, preemption: 0/1 nodes are available: 1 ";

    [Theory]
    [InlineData("cpu", "65", "1 Insufficient cpu.", "Preemption is not helpful for scheduling.")]
    [InlineData("memory", "300Gi", "1 Insufficient memory.", "Preemption is not helpful for scheduling.")]
    [InlineData("nvidia.com/gpu", "1", "1 Insufficient nvidia.com/gpu.", "Preemption is not helpful for scheduling.")]
    public async Task A_pod_that_does_not_fit_says_what_is_short(string resource, string amount, string reason, string preemption)
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Pods, "large", Samples.Pod(container: Requests(resource, amount)));

        var pod = await cluster.Until(key, found => found.Condition("PodScheduled").Text("reason") == "Unschedulable");

        pod.Condition("PodScheduled").Text("message").Should().Be($"0/1 nodes are available: {reason}{Preemption}{preemption}");
        pod.Phase().Should().Be("Pending");
        await cluster.UntilEvent("FailedScheduling", $"0/1 nodes are available: {reason}");
    }

    [Fact]
    public async Task A_pod_that_found_no_room_starts_when_another_leaves()
    {
        await using var cluster = TestCluster.Start(TestCluster.Fast with { NodeGpus = 1 });
        var first = cluster.Create(Kinds.Pods, "first", Samples.Pod(container: Requests("nvidia.com/gpu", "1")));
        await cluster.Until(first, found => found.IsReady());
        var second = cluster.Create(Kinds.Pods, "second", Samples.Pod(container: Requests("nvidia.com/gpu", "1")));
        var waiting = await cluster.Until(second, found => found.Condition("PodScheduled").Text("reason") == "Unschedulable");
        waiting.Condition("PodScheduled").Text("message").Should().EndWith("1 No preemption victims found for incoming pod.");

        cluster.Store.Delete(first);

        await cluster.Until(second, found => found.IsReady());
    }

    [Fact]
    public async Task A_node_selector_that_nothing_matches_is_unschedulable_until_the_node_has_the_label()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Pods, "one", Samples.Pod("""
            "nodeSelector": {"disk": "fast"}
            """));
        var pod = await cluster.Until(key, found => found.Condition("PodScheduled").Text("reason") == "Unschedulable");
        pod.Condition("PodScheduled").Text("message").Should().StartWith("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.");

        cluster.Change(Kinds.Nodes.Key(null, "sandbox"), copy => copy.Ensure("metadata").Ensure("labels")["disk"] = "fast");

        await cluster.Until(key, found => found.IsReady());
    }

    [Fact]
    public async Task A_cordoned_node_takes_no_pods()
    {
        await using var cluster = TestCluster.Start();
        await cluster.Until(Kinds.Nodes.Key(null, "sandbox"), found => found.HasCondition("Ready"));
        cluster.Change(Kinds.Nodes.Key(null, "sandbox"), copy => copy.Ensure("spec")["unschedulable"] = true);
        var key = cluster.Create(Kinds.Pods, "one", Samples.Pod());

        var pod = await cluster.Until(key, found => found.Condition("PodScheduled") is not null);

        pod.Condition("PodScheduled").Text("message").Should().StartWith("0/1 nodes are available: 1 node(s) were unschedulable.");
    }

    [Fact]
    public async Task A_pod_whose_claim_is_missing_or_unbound_waits_for_it()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Pods, "one", Samples.Pod("""
            "volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}]
            """));
        var pod = await cluster.Until(key, found => found.Condition("PodScheduled") is not null);
        pod.Condition("PodScheduled").Text("message").Should().StartWith("0/1 nodes are available: persistentvolumeclaim \"data\" not found.");

        cluster.Create(Kinds.Claims, "data", Samples.Claim("""
            "storageClassName": "fast"
            """));
        await cluster.Until(key, found => found.Condition("PodScheduled").Text("message")!.StartsWith("0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.", StringComparison.Ordinal));

        cluster.Create(Kinds.StorageClasses, "fast", """
            {"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": {}, "provisioner": "sandbox.dodas.io/volumes", "reclaimPolicy": "Delete", "volumeBindingMode": "Immediate"}
            """, null);
        await cluster.Until(key, found => found.IsReady());
    }

    [Fact]
    public async Task The_node_tells_its_sizes_and_that_it_is_ready()
    {
        await using var cluster = TestCluster.Start(TestCluster.Fast with { NodeGpus = 2, NodeCpu = "8" });
        cluster.CreateNamespace("kube-node-lease");

        var node = await cluster.Until(Kinds.Nodes.Key(null, "sandbox"), found => found.HasCondition("Ready"));

        node.Text("status", "allocatable", "cpu").Should().Be("8");
        node.Text("status", "capacity", "nvidia.com/gpu").Should().Be("2");
        node.Condition("MemoryPressure").Text("status").Should().Be("False");
    }

    private static string Requests(string resource, string amount) => $$"""
        "resources": {"requests": {"{{resource}}": "{{amount}}"} }
        """;
}

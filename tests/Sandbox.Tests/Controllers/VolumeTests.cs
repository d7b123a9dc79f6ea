using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Tests.Controllers;

public sealed class VolumeTests
{
    [Fact]
    public async Task A_claim_without_a_class_gets_a_volume_of_the_default_class()
    {
        await using var cluster = TestCluster.Start();
        await cluster.Until(Kinds.StorageClasses.Key(null, "standard"), found => found.Annotation("storageclass.kubernetes.io/is-default-class") == "true");
        var key = cluster.Create(Kinds.Claims, "data", Samples.Claim());

        var claim = await cluster.Until(key, found => found.Text("status", "phase") == "Bound");

        claim.Text("spec", "storageClassName").Should().Be("standard");
        claim.Text("spec", "volumeName").Should().Be($"pvc-{claim.Uid()}");
        claim.Text("status", "capacity", "storage").Should().Be("1Gi");
        claim.Annotation("pv.kubernetes.io/bind-completed").Should().Be("yes");
        claim.Finalizers().Should().Contain("kubernetes.io/pvc-protection");
        var volume = cluster.Find(Kinds.Volumes.Key(null, $"pvc-{claim.Uid()}"))!;
        volume.Text("status", "phase").Should().Be("Bound");
        volume.Text("spec", "claimRef", "uid").Should().Be(claim.Uid());
    }

    [Fact]
    public async Task A_claim_that_waits_for_its_first_pod_is_bound_with_it()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Claims, "data", Samples.Claim("\"storageClassName\": \"standard-wait\""));
        await cluster.UntilEvent("WaitForFirstConsumer", "waiting for first consumer to be created before binding");
        cluster.Find(key).Text("status", "phase").Should().Be("Pending");

        var pod = cluster.Create(Kinds.Pods, "one", WithClaim());

        await cluster.Until(pod, found => found.IsReady());
        var claim = cluster.Find(key)!;
        claim.Text("status", "phase").Should().Be("Bound");
        claim.Annotation("volume.kubernetes.io/selected-node").Should().Be("sandbox");
    }

    [Fact]
    public async Task A_claim_of_a_class_that_does_not_exist_stays_pending_with_an_event()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Claims, "data", Samples.Claim("\"storageClassName\": \"fast\""));

        await cluster.UntilEvent("ProvisioningFailed", "storageclass.storage.k8s.io \"fast\" not found");

        cluster.Find(key).Text("status", "phase").Should().Be("Pending");
    }

    [Fact]
    public async Task A_claim_in_use_terminates_only_when_its_pod_is_gone_and_its_volume_goes_with_it()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Claims, "data", Samples.Claim());
        var pod = cluster.Create(Kinds.Pods, "one", WithClaim());
        await cluster.Until(pod, found => found.IsReady());

        cluster.Store.Delete(key);
        var marker = cluster.Create(Kinds.Claims, "marker", Samples.Claim());
        await cluster.Until(marker, found => found.Text("status", "phase") == "Bound");
        cluster.Find(key)!.IsDeleting().Should().BeTrue();

        cluster.Store.Delete(pod);
        await cluster.UntilGone(key);
        await cluster.Until(() => cluster.List(Kinds.Volumes, null).Count == 1);
    }

    [Fact]
    public async Task A_volume_that_exists_already_is_used_and_kept_when_its_policy_says_so()
    {
        await using var cluster = TestCluster.Start();
        var volume = cluster.Create(Kinds.Volumes, "disk", """
            {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {}, "spec": {"capacity": {"storage": "5Gi"}, "accessModes": ["ReadWriteOnce"], "persistentVolumeReclaimPolicy": "Retain", "storageClassName": "manual", "hostPath": {"path": "/disk"}}, "status": {"phase": "Pending"}}
            """, null);
        await cluster.Until(volume, found => found.Text("status", "phase") == "Available");
        var key = cluster.Create(Kinds.Claims, "data", Samples.Claim("\"storageClassName\": \"manual\""));

        var claim = await cluster.Until(key, found => found.Text("status", "phase") == "Bound");
        claim.Text("spec", "volumeName").Should().Be("disk");
        claim.Text("status", "capacity", "storage").Should().Be("5Gi");

        cluster.Store.Delete(key);
        await cluster.Until(volume, found => found.Text("status", "phase") == "Released");
    }

    [Fact]
    public async Task A_claim_can_ask_for_more()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Claims, "data", Samples.Claim());
        await cluster.Until(key, found => found.Text("status", "phase") == "Bound");

        cluster.Change(key, copy => copy.Map("spec", "resources", "requests")!["storage"] = "3Gi");

        await cluster.Until(key, found => found.Text("status", "capacity", "storage") == "3Gi");
    }

    private static string WithClaim() => Samples.Pod("""
        "volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}]
        """);
}

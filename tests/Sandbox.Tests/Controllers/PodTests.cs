using Dodas.Sandbox.Controllers.Nodes;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Tests.Controllers;

public sealed class PodTests
{
    [Fact]
    public async Task A_pod_starts_on_the_node_and_says_so_in_events()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Pods, "one", Samples.Pod());

        var pod = await cluster.Until(key, found => found.IsReady());

        pod.Phase().Should().Be("Running");
        pod.Text("spec", "nodeName").Should().Be("sandbox");
        pod.Text("status", "podIP").Should().StartWith("10.244.");
        pod.Text("status", "hostIP").Should().NotBeNull();
        pod.Text("status", "startTime").Should().NotBeNull();
        pod.Items("status", "conditions").Select(condition => condition.Text("type"))
            .Should().BeEquivalentTo("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled");
        var container = pod.Items("status", "containerStatuses").Single();
        container.Text("imageID").Should().StartWith("docker.io/library/nginx@sha256:");
        container.Text("containerID").Should().StartWith("containerd://");
        container.Text("state", "running", "startedAt").Should().NotBeNull();
        await cluster.UntilEvent("Scheduled", "Successfully assigned lab/one to sandbox");
        await cluster.UntilEvent("Pulling", "Pulling image \"nginx\"");
        await cluster.UntilEvent("Created", "Created container: a");
        await cluster.UntilEvent("Started", "Started container a");
    }

    [Fact]
    public async Task A_pod_waits_for_the_start_delay()
    {
        var time = new TestTime();
        await using var cluster = TestCluster.Start(TestCluster.Fast with { PodStartDelay = TimeSpan.FromSeconds(3) }, time);
        var key = cluster.Create(Kinds.Pods, "one", Samples.Pod());
        var begun = time.GetUtcNow();

        await cluster.Advance(() => cluster.Find(key)!.IsReady());

        (time.GetUtcNow() - begun).Should().Be(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Init_containers_run_in_order_before_the_others_and_sidecars_go_on()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Pods, "one", Samples.Pod("""
            "initContainers": [{"name": "first", "image": "busybox"}, {"name": "proxy", "image": "envoy", "restartPolicy": "Always"}, {"name": "last", "image": "busybox"}]
            """));

        var pod = await cluster.Until(key, found => found.IsReady());

        var inits = pod.Items("status", "initContainerStatuses").ToList();
        inits.Select(status => status.Text("name")).Should().Equal("first", "proxy", "last");
        inits[0].Text("state", "terminated", "reason").Should().Be("Completed");
        inits[1].Map("state", "running").Should().NotBeNull();
        inits[2].Number("state", "terminated", "exitCode").Should().Be(0);
    }

    [Fact]
    public async Task A_pod_that_is_meant_to_end_succeeds()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Pods, "one", Samples.Pod().Replace("\"Always\"", "\"Never\"", StringComparison.Ordinal));

        var pod = await cluster.Until(key, found => found.Phase() == "Succeeded");

        pod.Condition("Ready").Text("reason").Should().Be("PodCompleted");
        pod.Items("status", "containerStatuses").Single().Text("state", "terminated", "reason").Should().Be("Completed");
    }

    [Fact]
    public async Task A_deleted_pod_terminates_first_and_is_gone_after_the_stop_delay()
    {
        var time = new TestTime();
        await using var cluster = TestCluster.Start(TestCluster.Fast with { PodStopDelay = TimeSpan.FromSeconds(2) }, time);
        var key = cluster.Create(Kinds.Pods, "one", Samples.Pod());
        await cluster.Until(key, found => found.IsReady());

        cluster.Store.Delete(key);
        cluster.Find(key)!.IsDeleting().Should().BeTrue();
        await cluster.UntilEvent("Killing", "Stopping container a");
        var begun = time.GetUtcNow();
        await cluster.Advance(() => cluster.Find(key) is null);

        (time.GetUtcNow() - begun).Should().Be(TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("nginx", "\"annotations\": {\"sandbox.dodas.io/fault\": \"image-pull\"}")]
    [InlineData("registry.example/lab/does-not-exist:1", "")]
    public async Task An_image_that_cannot_be_pulled_backs_off(string image, string metadata)
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Pods, "one", Samples.Pod(metadata: metadata, image: image));

        var pod = await cluster.Until(key, found => found.Items("status", "containerStatuses").Any(status => status.Text("state", "waiting", "reason") == "ImagePullBackOff"));

        pod.Phase().Should().Be("Pending");
        pod.Items("status", "containerStatuses").Single().Text("state", "waiting", "message")
            .Should().StartWith($"Back-off pulling image \"{image}\": ErrImagePull: ").And.EndWith(": not found");
        await cluster.UntilEvent("Failed", $"Failed to pull image \"{image}\": rpc error: code = NotFound");
        await cluster.UntilEvent("Failed", "Error: ErrImagePull");
        await cluster.UntilEvent("BackOff", $"Back-off pulling image \"{image}\"");
        await cluster.UntilEvent("Failed", "Error: ImagePullBackOff");
    }

    [Fact]
    public async Task A_crash_loop_restarts_and_backs_off()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Pods, "one", Samples.Pod(metadata: Fault(PodFault.CrashLoop)));

        var pod = await cluster.Until(key, found => found.Restarts() >= 2 && Waiting(found) == "CrashLoopBackOff");

        pod.Phase().Should().Be("Running");
        pod.IsReady().Should().BeFalse();
        var container = pod.Items("status", "containerStatuses").Single();
        container.Number("lastState", "terminated", "exitCode").Should().Be(1);
        container.Text("state", "waiting", "message").Should().Contain("restarting failed container=a pod=one_lab(");
        await cluster.UntilEvent("BackOff", "Back-off restarting failed container a in pod one_lab(");
    }

    [Fact]
    public async Task A_container_out_of_memory_says_so()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Pods, "one", Samples.Pod(metadata: Fault(PodFault.OutOfMemory)));

        var pod = await cluster.Until(key, found => Waiting(found) == "CrashLoopBackOff");

        pod.Items("status", "containerStatuses").Single().Text("lastState", "terminated", "reason").Should().Be("OOMKilled");
    }

    [Fact]
    public async Task A_never_ready_pod_runs_without_becoming_ready()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Pods, "one", Samples.Pod(metadata: Fault(PodFault.NeverReady)));

        var pod = await cluster.Until(key, found => found.Phase() == "Running");

        pod.Condition("Ready").Text("message").Should().Be("containers with unready status: [a]");
        await cluster.UntilEvent("Unhealthy", "Readiness probe failed");
    }

    [Fact]
    public async Task A_failing_init_container_keeps_the_pod_pending()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Pods, "one", Samples.Pod("""
            "initContainers": [{"name": "prepare", "image": "busybox"}]
            """, Fault(PodFault.InitFail)));

        var pod = await cluster.Until(key, found => found.Items("status", "initContainerStatuses").Any(status => status.Text("state", "waiting", "reason") == "CrashLoopBackOff"));

        pod.Phase().Should().Be("Pending");
        pod.Condition("Initialized").Text("message").Should().Be("containers with incomplete status: [prepare]");
    }

    [Fact]
    public async Task A_slow_start_takes_ten_times_as_long()
    {
        var time = new TestTime();
        await using var cluster = TestCluster.Start(TestCluster.Fast with { PodStartDelay = TimeSpan.FromSeconds(1) }, time);
        var key = cluster.Create(Kinds.Pods, "one", Samples.Pod(metadata: Fault(PodFault.SlowStart)));
        var begun = time.GetUtcNow();

        await cluster.Advance(() => cluster.Find(key)!.IsReady());

        (time.GetUtcNow() - begun).Should().Be(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_missing_secret_in_the_environment_is_a_configuration_error_until_it_exists()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Pods, "one", Samples.Pod(container: """
            "env": [{"name": "X", "valueFrom": {"secretKeyRef": {"name": "token", "key": "value"}}}]
            """));

        var pod = await cluster.Until(key, found => Waiting(found) == "CreateContainerConfigError");
        pod.Items("status", "containerStatuses").Single().Text("state", "waiting", "message").Should().Be("secret \"token\" not found");
        await cluster.UntilEvent("Failed", "Error: secret \"token\" not found");

        var secret = cluster.Create(Kinds.Secrets, "token", """{"apiVersion": "v1", "kind": "Secret", "metadata": {}, "data": {"other": "eA=="}}""");
        pod = await cluster.Until(key, found => found.Items("status", "containerStatuses").Single().Text("state", "waiting", "message") is { } message && message.StartsWith("couldn't", StringComparison.Ordinal));
        pod.Items("status", "containerStatuses").Single().Text("state", "waiting", "message").Should().Be("couldn't find key value in Secret lab/token");

        cluster.Change(secret, copy => copy.Ensure("data")["value"] = "eA==");
        await cluster.Until(key, found => found.IsReady());
    }

    [Fact]
    public async Task A_missing_mounted_config_map_keeps_the_container_creating_until_it_exists()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Pods, "one", Samples.Pod("""
            "volumes": [{"name": "settings", "configMap": {"name": "settings"}}, {"name": "spare", "secret": {"secretName": "spare", "optional": true}}]
            """));

        await cluster.UntilEvent("FailedMount", "MountVolume.SetUp failed for volume \"settings\" : configmap \"settings\" not found");
        Waiting(cluster.Find(key)!).Should().Be("ContainerCreating");

        cluster.Create(Kinds.ConfigMaps, "settings", """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {}, "data": {}}""");
        await cluster.Until(key, found => found.IsReady());
    }

    [Theory]
    [InlineData("Nginx")]
    [InlineData("nginx:")]
    [InlineData("registry.example/lab/:1")]
    public async Task What_is_no_image_name_is_said(string image)
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Pods, "one", Samples.Pod(image: image));

        await cluster.Until(key, found => Waiting(found) == "InvalidImageName");
        await cluster.UntilEvent("InspectFailed", $"couldn't parse image name \"{image}\": invalid reference format");
    }

    [Theory]
    [InlineData("localhost:5000/lab/notebook:2026-01-05")]
    [InlineData("ghcr.io/dodas-ts/jlab-persistence:v1.2.3@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("quay.io/jupyter/base-notebook")]
    public async Task An_image_name_may_have_registry_path_tag_and_digest(string image)
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Pods, "one", Samples.Pod(image: image));

        await cluster.Until(key, found => found.IsReady());
    }

    [Fact]
    public async Task A_pod_past_its_deadline_fails()
    {
        var time = new TestTime();
        await using var cluster = TestCluster.Start(time: time);
        var key = cluster.Create(Kinds.Pods, "one", Samples.Pod("\"activeDeadlineSeconds\": 30"));

        await cluster.Advance(() => cluster.Find(key)!.Phase() == "Failed");

        cluster.Find(key).Text("status", "reason").Should().Be("DeadlineExceeded");
    }

    [Fact]
    public async Task A_readiness_gate_holds_the_pod_back()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Pods, "one", Samples.Pod("\"readinessGates\": [{\"conditionType\": \"lab.example/open\"}]"));
        await cluster.Until(key, found => found.Condition("Ready").Text("reason") == "ReadinessGatesNotReady");

        cluster.Change(key, copy => copy.Ensure("status").SetCondition("lab.example/open", "True", null, null, DateTimeOffset.UnixEpoch));

        await cluster.Until(key, found => found.IsReady());
    }

    [Fact]
    public async Task A_pod_of_a_node_that_does_not_exist_can_be_deleted()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Pods, "one", Samples.Pod("\"nodeName\": \"elsewhere\""));

        cluster.Store.Delete(key);

        await cluster.UntilGone(key);
    }

    private static string Fault(string fault) => $"\"annotations\": {{\"sandbox.dodas.io/fault\": \"{fault}\"}}";

    private static string? Waiting(System.Text.Json.Nodes.JsonObject pod) => pod.Items("status", "containerStatuses").FirstOrDefault().Text("state", "waiting", "reason");
}

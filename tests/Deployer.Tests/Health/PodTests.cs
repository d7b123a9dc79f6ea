using Dodas.Deployer.Clusters;
using static Dodas.Deployer.Tests.Health.Namespace;

namespace Dodas.Deployer.Tests.Health;

public sealed class PodTests
{
    private const string Set = "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: ana-lab, uid: s}, spec: {replicas: 1}, status: {replicas: 1}}";
    private const string Missing = "{containers: [{name: notebook, image: 'quay.io/x:does-not-exist', resources: {limits: {memory: 256Mi}}}]}";

    [Theory]
    [InlineData("ErrImagePull", "rpc error: quay.io/x:does-not-exist: not found", "not found")]
    [InlineData("ImagePullBackOff", "Back-off pulling image \"quay.io/x:does-not-exist\": ErrImagePull: manifest unknown", "not found")]
    [InlineData("ErrImagePull", "401 Unauthorized", "the registry does not let the target in")]
    [InlineData("ErrImagePull", "dial tcp: lookup quay.io: no such host", "the registry cannot be reached")]
    [InlineData("InvalidImageName", "couldn't parse image name", "its name is not valid")]
    [InlineData("ErrImageNeverPull", "", "it is not on the node, and the pod forbids to pull it")]
    public void A_missing_image_is_the_named_cause_of_its_workloads_failure(string reason, string message, string why)
    {
        var pod = Pod("ana-lab-0", "s", $$"""{ phase: Pending, containerStatuses: [{name: notebook, state: {waiting: {reason: {{reason}}, message: '{{message.Replace("'", "''", StringComparison.Ordinal)}}' } } }] }""", Missing);
        var failed = new Namespace(Documents(Set, pod)).Assess();

        failed.State.Should().Be(ClusterState.Failed);
        failed.Cause.Summary.Should().Be($"The image `quay.io/x:does-not-exist` of container `notebook` cannot be pulled: {why}.");
        failed.Cause.Line().Should().Be($"StatefulSet/ana-lab Its pod is not ready. <- Pod/ana-lab-0 Container `notebook` waits: {reason}. <- Image/quay.io/x:does-not-exist Cannot be pulled: {why}.");
        failed.Objects.Should().Contain(item => item.Name == "ana-lab-0" && item.Owner == "StatefulSet/ana-lab" && item.State == ClusterState.Failed);
    }

    [Fact]
    public void A_back_off_that_says_nothing_is_explained_by_the_event()
    {
        var pod = Pod("ana-lab-0", "s", "{phase: Pending, containerStatuses: [{name: notebook, state: {waiting: {reason: ImagePullBackOff, message: 'Back-off pulling image \"quay.io/x:does-not-exist\"'}}}]}", Missing);
        var why = Event("Pod", "ana-lab-0", "Failed", "Failed to pull image \"quay.io/x:does-not-exist\": unauthorized: access to the requested resource is not authorized");

        new Namespace(Documents(Set, pod, why)).Assess().Cause.Summary.Should().EndWith("cannot be pulled: the registry does not let the target in.");
    }

    [Theory]
    [InlineData("{phase: Running, conditions: [{type: Ready, status: 'True'}]}", ClusterState.Ready, "")]
    [InlineData("{phase: Succeeded}", ClusterState.Ready, "")]
    [InlineData("{phase: Failed, reason: Evicted, message: 'The node was low on resource: memory.'}", ClusterState.Failed, "The node was low on resource: memory.")]
    [InlineData("{phase: Unknown}", ClusterState.Failed, "node does not answer")]
    [InlineData("{phase: Pending}", ClusterState.Progressing, "is being started")]
    [InlineData("{phase: Running, containerStatuses: [{name: notebook, ready: false, state: {running: {}}}]}", ClusterState.Progressing, "Container `notebook` runs and is not ready yet")]
    [InlineData("{phase: Pending, containerStatuses: [{name: notebook, state: {waiting: {reason: ContainerCreating}}}]}", ClusterState.Progressing, "Container `notebook` is being started")]
    [InlineData("{phase: Running, containerStatuses: [{name: notebook, restartCount: 1, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 137, reason: OOMKilled}}}]}", ClusterState.Failed, "used more memory than it may (256Mi). It was restarted once.")]
    [InlineData("{phase: Running, containerStatuses: [{name: notebook, restartCount: 2, state: {terminated: {exitCode: 1, message: 'no config'}}}]}", ClusterState.Failed, "ended with exit code 1: no config. It was restarted 2 times.")]
    [InlineData("{phase: Pending, containerStatuses: [{name: notebook, state: {waiting: {reason: RunContainerError, message: 'exec: \"x\": executable file not found'}}}]}", ClusterState.Failed, "cannot start: exec: \"x\"")]
    [InlineData("{phase: Pending, initContainerStatuses: [{name: prepare, state: {running: {}}}], containerStatuses: [{name: notebook, state: {waiting: {reason: PodInitializing}}}]}", ClusterState.Progressing, "Init container `prepare` runs")]
    [InlineData("{phase: Pending, initContainerStatuses: [{name: prepare, restartCount: 4, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 3}}}], containerStatuses: [{name: notebook, state: {waiting: {reason: PodInitializing}}}]}", ClusterState.Failed, "Container `prepare` ended with exit code 3. It was restarted 4 times.")]
    public void A_pod_is_as_its_phase_and_containers_say(string status, ClusterState state, string says) =>
        new Namespace(Pod("alone", "nobody", status, Missing)).Assess().ShouldBe(state, says);

    [Fact]
    public void A_missing_secret_is_the_root_of_a_container_that_cannot_start()
    {
        var failed = new Namespace(Pod("alone", "nobody", """{phase: Pending, containerStatuses: [{name: notebook, state: {waiting: {reason: CreateContainerConfigError, message: 'secret "tokens" not found'}}}]}""")).Assess();
        failed.Cause.Summary.Should().Be("Secret `tokens`, which `notebook` needs, does not exist.");
        failed.Cause.Chain[^1].Object.Should().Be("Secret/tokens");
    }

    [Fact]
    public void A_volume_that_cannot_be_mounted_explains_why_a_pod_waits()
    {
        var waiting = new Namespace(Documents(
            Pod("alone", "nobody", "{phase: Pending, containerStatuses: [{name: notebook, state: {waiting: {reason: ContainerCreating}}}]}"),
            Event("Pod", "alone", "FailedMount", """MountVolume.SetUp failed for volume "config" : configmap "settings" not found"""))).Assess();
        waiting.State.Should().Be(ClusterState.Progressing);
        waiting.Cause.Summary.Should().Be("ConfigMap `settings`, which `alone` needs, does not exist.");
    }

    [Fact]
    public void A_pod_that_no_node_takes_fails_after_its_grace_and_says_when()
    {
        var target = new Namespace(Pod("alone", "nobody", """{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, lastTransitionTime: "2026-11-22T11:59:30Z", message: '0/3 nodes are available: 3 Insufficient nvidia.com/gpu. preemption: 0/3 nodes are available.'}]}"""));

        var early = target.Assess();
        early.State.Should().Be(ClusterState.Progressing);
        early.ReassessAt.Should().Be(Now.AddSeconds(90));

        var late = target.Assess(Now.AddSeconds(90));
        late.State.Should().Be(ClusterState.Failed);
        late.ReassessAt.Should().BeNull();
        late.Cause.Summary.Should().Be("No node takes pod `alone`: 3 Insufficient nvidia.com/gpu.");
    }

    [Fact]
    public void Pods_on_their_way_out_do_not_count()
    {
        var leaving = Pod("ana-lab-0", "s", "{phase: Failed}").Replace("uid: ana-lab-0-uid", "uid: ana-lab-0-uid, deletionTimestamp: '2026-11-22T11:59:59Z'", StringComparison.Ordinal);
        var assessment = new Namespace(Documents(Set, leaving)).Assess();
        assessment.State.Should().Be(ClusterState.Progressing);
        assessment.Objects[^1].Message.Should().Be("It is being removed.");
    }
}

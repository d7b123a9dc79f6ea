using Dodas.Deployer.Clusters;
using static Dodas.Deployer.Tests.Health.Namespace;

namespace Dodas.Deployer.Tests.Health;

public sealed class ClaimTests
{
    private const string Standard = "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: standard, annotations: {storageclass.kubernetes.io/is-default-class: 'true'}}, volumeBindingMode: Immediate}";
    private const string Late = "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: late}, volumeBindingMode: WaitForFirstConsumer}";
    private const string User = "{volumes: [{name: home, persistentVolumeClaim: {claimName: home}}]}";

    [Theory]
    [InlineData("{storageClassName: standard}", "Bound", ClusterState.Ready, "")]
    [InlineData("{storageClassName: standard}", "Lost", ClusterState.Failed, "The volume of claim `home` is lost")]
    [InlineData("{storageClassName: standard}", "Pending", ClusterState.Progressing, "waits for a volume of storage class `standard`")]
    [InlineData("{}", "Pending", ClusterState.Progressing, "waits for a volume of storage class `standard`")]
    [InlineData("{storageClassName: late}", "Pending", ClusterState.Ready, "")]
    [InlineData("{storageClassName: ''}", "Pending", ClusterState.Progressing, "administrator")]
    [InlineData("{storageClassName: fast}", "Pending", ClusterState.Failed, "Storage class `fast`, which volume claim `home` asks for, does not exist.")]
    public void A_claim_depends_on_its_storage_class(string spec, string phase, ClusterState state, string says) =>
        new Namespace(Documents(Claim(spec, phase), Standard, Late)).Assess().ShouldBe(state, says);

    [Fact]
    public void A_claim_without_class_fails_where_there_is_no_default() =>
        new Namespace(Documents(Claim("{}", "Pending"), Late)).Assess().Cause.Summary.Should().Be("Volume claim `home` names no storage class, and the target has no default one.");

    [Fact]
    public void A_claim_that_waits_for_its_first_pod_is_under_way_once_there_is_one() =>
        new Namespace(Documents(Claim("{storageClassName: late}", "Pending"), Late, Pod("lab-0", "s", "{phase: Pending}", User))).Assess().State.Should().Be(ClusterState.Progressing);

    [Fact]
    public void The_provisioners_failure_is_the_claims() =>
        new Namespace(Documents(Claim("{storageClassName: standard}", "Pending"), Standard, Event("PersistentVolumeClaim", "home", "ProvisioningFailed", "disk quota exceeded")))
            .Assess().Should().Match<Deployer.Health.Assessment>(item => item.State == ClusterState.Failed && item.Cause.Summary == "The volume of claim `home` cannot be provided: disk quota exceeded.");

    [Fact]
    public void The_chain_goes_from_the_workload_down_to_the_storage_class()
    {
        var failed = new Namespace(Documents(
            "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: lab, uid: s}, spec: {replicas: 1, volumeClaimTemplates: [{metadata: {name: home}}]}, status: {replicas: 1}}",
            Pod("lab-0", "s", "{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.'}]}", "{volumes: [{name: home, persistentVolumeClaim: {claimName: home-lab-0}}]}"),
            Claim("{storageClassName: fast}", "Pending").Replace("name: home", "name: home-lab-0", StringComparison.Ordinal),
            Standard)).Assess();

        failed.State.Should().Be(ClusterState.Failed);
        failed.Cause.Chain.Select(link => link.Object).Should().Equal("StatefulSet/lab", "Pod/lab-0", "PersistentVolumeClaim/home-lab-0", "StorageClass/fast");
        failed.Cause.Summary.Should().Be("Storage class `fast`, which volume claim `home-lab-0` asks for, does not exist.");
        failed.Objects.Should().ContainSingle(item => item.Kind == "PersistentVolumeClaim").Which.Owner.Should().Be("StatefulSet/lab");
    }

    [Fact]
    public void A_claim_that_does_not_exist_is_named() =>
        new Namespace(Documents(Pod("lab-0", "s", "{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: 'persistentvolumeclaim \"home\" not found'}]}", User)))
            .Assess().Cause.Summary.Should().Be("Volume claim `home`, which pod `lab-0` needs, does not exist.");

    private static string Claim(string spec, string phase) => $$"""{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: home, uid: c}, spec: {{spec}}, status: {phase: {{phase}} } }""";
}

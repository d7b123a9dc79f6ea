using Dodas.Deployer.Clusters;
using static Dodas.Deployer.Tests.Health.Namespace;

namespace Dodas.Deployer.Tests.Health;

public sealed class ReleaseTests
{
    private const string Ready = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 0}, status: {}}";
    private const string Waiting = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: slow}, spec: {replicas: 1}, status: {replicas: 1, updatedReplicas: 1}}";

    [Fact]
    public void A_release_is_as_bad_as_its_worst_object()
    {
        var target = new Namespace(Documents(Ready, Waiting));
        target.Assess([Reference("apps/v1", "Deployment", "web")]).State.Should().Be(ClusterState.Ready);
        target.Assess([Reference("apps/v1", "Deployment", "web"), Reference("apps/v1", "Deployment", "slow")]).State.Should().Be(ClusterState.Progressing);

        var missing = target.Assess([Reference("apps/v1", "Deployment", "slow"), Reference("apps/v1", "Deployment", "gone")]);
        missing.State.Should().Be(ClusterState.Missing);
        missing.Cause.Summary.Should().Be("Deployment/gone does not exist in the target.");
    }

    [Fact]
    public void Kinds_that_nobody_watches_are_ready_and_a_version_does_not_matter()
    {
        var assessment = new Namespace(Ready).Assess([Reference("v1", "ConfigMap", "settings"), Reference("example.org/v1", "Widget", "w"), Reference("apps/v1beta2", "Deployment", "web")]);
        assessment.State.Should().Be(ClusterState.Ready);
        assessment.Objects.Should().HaveCount(3);
    }

    [Fact]
    public void Objects_that_no_expected_one_owns_do_not_count() =>
        new Namespace(Documents(Ready, Pod("web-test", "nobody", "{phase: Failed}"))).Assess([Reference("apps/v1", "Deployment", "web")]).State.Should().Be(ClusterState.Ready);

    [Fact]
    public void Nothing_is_green_while_the_target_cannot_be_read()
    {
        var assessment = new Namespace(Ready, error: "The target `lab` cannot be reached.").Assess();
        assessment.State.Should().Be(ClusterState.Unknown);
        assessment.Cause.Summary.Should().Be("The target `lab` cannot be reached.");
        assessment.Objects.Should().ContainSingle().Which.Should().Match<ObjectView>(item => item.State == ClusterState.Unknown && item.Message == "Ready when it was last read.");
    }

    [Fact]
    public void What_is_being_removed_is_on_its_way() =>
        new Namespace("{apiVersion: v1, kind: Service, metadata: {name: web, deletionTimestamp: '2026-11-22T11:59:00Z'}}").Assess().State.Should().Be(ClusterState.Progressing);
}

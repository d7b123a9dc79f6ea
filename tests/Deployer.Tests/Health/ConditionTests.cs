using Dodas.Deployer.Clusters;
using static Dodas.Deployer.Tests.Health.Namespace;

namespace Dodas.Deployer.Tests.Health;

public sealed class ConditionTests
{
    [Theory]
    [InlineData("{}", ClusterState.Ready)]
    [InlineData("{conditions: [{type: Ready, status: 'True'}]}", ClusterState.Ready)]
    [InlineData("{conditions: [{type: Ready, status: 'False', message: not yet}]}", ClusterState.Progressing)]
    [InlineData("{conditions: [{type: Ready, status: 'Unknown'}]}", ClusterState.Progressing)]
    [InlineData("{conditions: [{type: Reconciling, status: 'True'}, {type: Ready, status: 'True'}]}", ClusterState.Progressing)]
    [InlineData("{conditions: [{type: Stalled, status: 'True', message: wrong spec}]}", ClusterState.Failed)]
    [InlineData("{observedGeneration: 1, conditions: [{type: Ready, status: 'True'}]}", ClusterState.Progressing)]
    [InlineData("{conditions: none}", ClusterState.Ready)]
    public void A_custom_resource_tells_by_the_usual_conditions(string status, ClusterState state) =>
        new Namespace($$"""{apiVersion: example.org/v1, kind: Widget, metadata: {name: w, generation: 2}, status: {{status}} }""").Assess().State.Should().Be(state);

    [Fact]
    public void What_a_custom_resource_made_counts_with_it_and_is_shown()
    {
        var failed = new Namespace(Documents(
            "{apiVersion: kubernetes.dask.org/v1, kind: DaskCluster, metadata: {name: dask, uid: k}}",
            Pod("dask-scheduler", "k", "{phase: Failed, message: out of luck}"))).Assess();
        failed.State.Should().Be(ClusterState.Failed);
        failed.Cause.Line().Should().Be("DaskCluster/dask Something it made has failed. <- Pod/dask-scheduler It failed: out of luck.");
        failed.Objects[^1].Owner.Should().Be("DaskCluster/dask");
    }

    [Theory]
    [InlineData("[{type: Established, status: 'True'}, {type: NamesAccepted, status: 'True'}]", ClusterState.Ready)]
    [InlineData("[]", ClusterState.Progressing)]
    [InlineData("[{type: NamesAccepted, status: 'False', message: widgets is taken}]", ClusterState.Failed)]
    public void A_definition_must_be_established(string conditions, ClusterState state) =>
        new Namespace($$"""{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: widgets.example.org}, status: {conditions: {{conditions}} } }""").Assess().State.Should().Be(state);

    [Theory]
    [InlineData("[{type: AbleToScale, status: 'True'}, {type: ScalingActive, status: 'True'}]", ClusterState.Ready)]
    [InlineData("[{type: AbleToScale, status: 'True'}, {type: ScalingActive, status: 'False', reason: ScalingDisabled}]", ClusterState.Ready)]
    [InlineData("[{type: AbleToScale, status: 'True'}, {type: ScalingActive, status: 'False', reason: FailedGetResourceMetric, lastTransitionTime: '2026-11-22T11:59:59Z'}]", ClusterState.Progressing)]
    [InlineData("[{type: AbleToScale, status: 'True'}, {type: ScalingActive, status: 'False', reason: FailedGetResourceMetric, lastTransitionTime: '2026-11-22T11:00:00Z'}]", ClusterState.Failed)]
    [InlineData("[]", ClusterState.Ready)]
    public void An_autoscaler_without_figures_fails_after_its_grace(string conditions, ClusterState state) =>
        new Namespace($$"""{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: web}, status: {conditions: {{conditions}} } }""").Assess().State.Should().Be(state);
}

using Dodas.Deployer.Clusters;
using static Dodas.Deployer.Tests.Health.Namespace;

namespace Dodas.Deployer.Tests.Health;

public sealed class NetworkTests
{
    private const string Web = "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {type: ClusterIP, selector: {app: web}}}";

    [Fact]
    public void A_service_is_ready_when_an_endpoint_behind_it_is()
    {
        new Namespace(Documents(Web, Slice("true"))).Assess().State.Should().Be(ClusterState.Ready);
        new Namespace(Documents(Web, Slice("false"), Pod("web-1", "r", "{phase: Pending}"))).Assess().Cause.Line().Should().Be("Service/web No pod behind it is ready. <- Pod/web-1 It is being started.");
        new Namespace(Web).Assess().State.Should().Be(ClusterState.Progressing);
    }

    [Theory]
    [InlineData("{type: ExternalName, externalName: example.org}", "{}", ClusterState.Ready)]
    [InlineData("{type: ClusterIP}", "{}", ClusterState.Ready)]
    [InlineData("{type: LoadBalancer, clusterIP: 10.0.0.1}", "{}", ClusterState.Progressing)]
    [InlineData("{type: LoadBalancer, clusterIP: 10.0.0.1}", "{loadBalancer: {ingress: [{ip: 192.0.2.1}]}}", ClusterState.Ready)]
    public void A_service_without_selector_needs_no_endpoint_and_a_load_balancer_needs_an_address(string spec, string status, ClusterState state) =>
        new Namespace($$"""{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {{spec}}, status: {{status}} }""").Assess().State.Should().Be(state);

    [Fact]
    public void A_service_before_something_scaled_to_nothing_is_ready() =>
        new Namespace(Documents(Web, "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 0, template: {metadata: {labels: {app: web, tier: front}}}}}"))
            .Assess().State.Should().Be(ClusterState.Ready);

    [Theory]
    [InlineData("{loadBalancer: {ingress: [{hostname: lb.example.org}]}}", "")]
    [InlineData("{}", "Its address is unknown: the target's ingress controller has not published one.")]
    public void An_ingress_is_never_failed_for_want_of_an_address(string status, string says)
    {
        var assessment = new Namespace($$"""{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web}, status: {{status}} }""").Assess();
        assessment.State.Should().Be(ClusterState.Ready);
        assessment.Objects.Single().Message.Should().Be(says);
    }

    private static string Slice(string ready) =>
        $$"""{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: web-1, labels: {kubernetes.io/service-name: web} }, endpoints: [{addresses: [10.0.0.2], conditions: {ready: {{ready}} } }] }""";
}

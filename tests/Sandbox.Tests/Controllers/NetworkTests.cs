using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Tests.Controllers;

public sealed class NetworkTests
{
    [Fact]
    public async Task Named_ports_and_host_names_are_resolved_from_the_pods()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Services, "db", Service("\"clusterIP\": \"None\", \"selector\": {\"app\": \"db\"}, \"ports\": [{\"name\": \"sql\", \"port\": 1, \"targetPort\": \"sql\"}]"));
        cluster.Create(Kinds.Pods, "db-0", Samples.Pod("\"hostname\": \"db-0\", \"subdomain\": \"db\"", "\"labels\": {\"app\": \"db\"}", container: "\"ports\": [{\"name\": \"sql\", \"containerPort\": 5432}]"));

        var endpoints = await cluster.Until(Kinds.Endpoints.Key(TestCluster.Namespace, "db"), found => found.Items("subsets").Any(subset => subset.Items("addresses").Any()));

        var subset = endpoints.Items("subsets").Single();
        subset.Items("ports").Single().Number("port").Should().Be(5432);
        subset.Items("addresses").Single().Text("hostname").Should().Be("db-0");
        endpoints.Label("service.kubernetes.io/headless").Should().Be("");
        await cluster.Until(() => cluster.List(Kinds.EndpointSlices).Single().Items("endpoints").FirstOrDefault().Text("hostname") == "db-0");
        var slice = cluster.List(Kinds.EndpointSlices).Single();
        slice.Label("kubernetes.io/service-name").Should().Be("db");
        slice.Items("ports").Single().Text("name").Should().Be("sql");
        slice.ControllerReference().Text("kind").Should().Be("Service");
    }

    [Fact]
    public async Task A_pod_that_is_not_ready_is_listed_apart_unless_the_service_wants_it()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Services, "careful", Service("\"selector\": {\"app\": \"web\"}, \"ports\": [{\"port\": 80}]"));
        cluster.Create(Kinds.Services, "eager", Service("\"publishNotReadyAddresses\": true, \"selector\": {\"app\": \"web\"}, \"ports\": [{\"port\": 80}]"));
        cluster.Create(Kinds.Pods, "web", Samples.Pod(metadata: "\"labels\": {\"app\": \"web\"}, \"annotations\": {\"sandbox.dodas.io/fault\": \"never-ready\"}"));

        await cluster.Until(Kinds.Endpoints.Key(TestCluster.Namespace, "careful"), found => found.Items("subsets").Any(subset => subset.Items("notReadyAddresses").Count() == 1 && !subset.Items("addresses").Any()));
        await cluster.Until(Kinds.Endpoints.Key(TestCluster.Namespace, "eager"), found => found.Items("subsets").Any(subset => subset.Items("addresses").Count() == 1));
    }

    [Fact]
    public async Task A_pod_leaves_and_joins_services_with_its_labels_and_a_deleted_service_takes_its_endpoints_along()
    {
        await using var cluster = TestCluster.Start();
        var service = cluster.Create(Kinds.Services, "web", Service("\"selector\": {\"app\": \"web\"}, \"ports\": [{\"port\": 80}]"));
        var endpoints = Kinds.Endpoints.Key(TestCluster.Namespace, "web");
        var pod = cluster.Create(Kinds.Pods, "web", Samples.Pod(metadata: "\"labels\": {\"app\": \"web\"}"));
        await cluster.Until(endpoints, found => found.Items("subsets").Any());

        cluster.Change(pod, copy => copy.Ensure("metadata").Ensure("labels")["app"] = "other");
        await cluster.Until(endpoints, found => !found.Items("subsets").Any());
        cluster.Change(pod, copy => copy.Ensure("metadata").Ensure("labels")["app"] = "web");
        await cluster.Until(endpoints, found => found.Items("subsets").Any());

        cluster.Store.Delete(service);
        await cluster.UntilGone(endpoints);
        await cluster.Until(() => cluster.List(Kinds.EndpointSlices).Count == 0);
    }

    [Fact]
    public async Task A_load_balancer_and_an_ingress_get_addresses_and_a_service_that_is_none_any_more_loses_it()
    {
        await using var cluster = TestCluster.Start();
        var first = cluster.Create(Kinds.Services, "first", Service("\"type\": \"LoadBalancer\", \"ports\": [{\"port\": 80}]"));
        var second = cluster.Create(Kinds.Services, "second", Service("\"type\": \"LoadBalancer\", \"ports\": [{\"port\": 80}]"));
        var ingress = cluster.Create(Kinds.Ingresses, "web", """{"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {}, "spec": {"rules": []}, "status": {"loadBalancer": {}}}""");

        var address = Address(await cluster.Until(first, found => Address(found) is not null));
        Address(await cluster.Until(second, found => Address(found) is not null)).Should().NotBe(address);
        await cluster.Until(ingress, found => Address(found) is not null);

        cluster.Change(first, copy => copy.Ensure("spec")["type"] = "ClusterIP");
        await cluster.Until(first, found => Address(found) is null);
    }

    [Fact]
    public async Task More_than_a_hundred_pods_share_several_slices()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Services, "web", Service("\"selector\": {\"app\": \"web\"}, \"ports\": [{\"port\": 80}]"));
        cluster.Create(Kinds.Deployments, "web", Samples.Deployment(120));

        await cluster.Until(() => cluster.List(Kinds.EndpointSlices).Sum(slice => slice.Items("endpoints").Count(endpoint => endpoint.Flag("conditions", "ready"))) == 120);

        cluster.List(Kinds.EndpointSlices).Should().HaveCount(2).And.AllSatisfy(slice => slice.Items("endpoints").Count().Should().BeLessThanOrEqualTo(100));
    }

    private static string? Address(System.Text.Json.Nodes.JsonObject document) => document.Items("status", "loadBalancer", "ingress").FirstOrDefault().Text("ip");

    private static string Service(string spec) => $$"""
        {"apiVersion": "v1", "kind": "Service", "metadata": {}, "spec": { {{spec}} }, "status": {"loadBalancer": {} } }
        """;
}

using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Tests.Controllers;

public sealed class WorkloadTests
{
    [Fact]
    public async Task A_deployment_becomes_available_with_its_revision()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Deployments, "web", Samples.Deployment());

        var deployment = await cluster.Until(key, found => found.Number("status", "availableReplicas") == 2 && found.Condition("Progressing").Text("reason") == "NewReplicaSetAvailable");

        deployment.Annotation("deployment.kubernetes.io/revision").Should().Be("1");
        deployment.Condition("Available").Text("message").Should().Be("Deployment has minimum availability.");
        deployment.Number("status", "observedGeneration").Should().Be(1);
        var set = cluster.List(Kinds.ReplicaSets).Single();
        deployment.Condition("Progressing").Text("message").Should().Be($"ReplicaSet \"{set.Name()}\" has successfully progressed.");
        set.Annotation("note").Should().Be("hi");
        set.Annotation("deployment.kubernetes.io/desired-replicas").Should().Be("2");
        set.Annotation("deployment.kubernetes.io/max-replicas").Should().Be("3");
        cluster.Pods.Should().AllSatisfy(pod => pod.Label("pod-template-hash").Should().Be(set.Label("pod-template-hash")));
        await cluster.UntilEvent("ScalingReplicaSet", $"Scaled up replica set {set.Name()} from 0 to 2");
    }

    [Fact]
    public async Task A_new_template_rolls_out_and_keeps_the_old_revision()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Deployments, "web", Samples.Deployment());
        await cluster.Until(key, found => found.Condition("Progressing").Text("reason") == "NewReplicaSetAvailable");

        cluster.Change(key, copy => copy.Items("spec", "template", "spec", "containers").First()["image"] = "nginx:2");
        var deployment = await cluster.Until(key, found => found.Number("status", "observedGeneration") == 2 && found.Number("status", "updatedReplicas") == 2
            && found.Number("status", "replicas") == 2 && found.Condition("Progressing").Text("reason") == "NewReplicaSetAvailable" && found.Number("status", "terminatingReplicas") == 0);

        deployment.Annotation("deployment.kubernetes.io/revision").Should().Be("2");
        cluster.List(Kinds.ReplicaSets).Select(set => set.Number("spec", "replicas")).Should().BeEquivalentTo([0L, 2L]);
        cluster.Pods.Should().AllSatisfy(pod => pod.Items("spec", "containers").Single().Text("image").Should().Be("nginx:2"));
    }

    [Fact]
    public async Task A_stateful_set_makes_its_pods_in_order_with_their_claims()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.StatefulSets, "db", Samples.StatefulSet(spec: """
            "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}]
            """));

        var set = await cluster.Until(key, found => found.Number("status", "readyReplicas") == 3 && found.Number("status", "currentReplicas") == 3);

        cluster.Pods.Select(pod => pod.Name()).Should().Equal("db-0", "db-1", "db-2");
        cluster.Pods.Select(pod => pod.Version()).Should().BeInAscendingOrder();
        cluster.List(Kinds.Claims).Select(claim => (claim.Name(), claim.Text("status", "phase"))).Should().Equal(("data-db-0", "Bound"), ("data-db-1", "Bound"), ("data-db-2", "Bound"));
        set.Text("status", "currentRevision").Should().Be(set.Text("status", "updateRevision")).And.StartWith("db-");
        cluster.Pods[0].Label("controller-revision-hash").Should().Be(set.Text("status", "currentRevision"));
    }

    [Fact]
    public async Task A_job_completes()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Jobs, "work", Samples.Job("""
            "completions": 3, "parallelism": 2
            """));

        var job = await cluster.Until(key, found => found.HasCondition("Complete"));

        job.Number("status", "succeeded").Should().Be(3);
        job.Condition("SuccessCriteriaMet").Text("reason").Should().Be("CompletionsReached");
        cluster.Pods.Should().HaveCount(3).And.AllSatisfy(pod => pod.Phase().Should().Be("Succeeded"));
    }

    [Fact]
    public async Task A_daemon_set_runs_on_the_node()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.DaemonSets, "agent", $$"""
            {"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": {}, "spec": {"selector": {"matchLabels": {"app": "web"} }, "template": {{Samples.Template()}} } }
            """);

        var set = await cluster.Until(key, found => found.Number("status", "numberAvailable") == 1);

        set.Number("status", "desiredNumberScheduled").Should().Be(1);
        cluster.Pods.Single().Text("spec", "nodeName").Should().Be("sandbox");
    }

    [Fact]
    public async Task A_service_has_the_ready_pods_as_endpoints()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Services, "web", """
            {"apiVersion": "v1", "kind": "Service", "metadata": {}, "spec": {"type": "LoadBalancer", "selector": {"app": "web"}, "ports": [{"name": "http", "port": 80, "targetPort": 8080}]}}
            """);
        cluster.Create(Kinds.Deployments, "web", Samples.Deployment());

        var endpoints = await cluster.Until(Kinds.Endpoints.Key(TestCluster.Namespace, "web"), found => found.Items("subsets").FirstOrDefault().Items("addresses").Count() == 2);

        endpoints.Items("subsets").Single().Items("ports").Single().Number("port").Should().Be(8080);
        await cluster.Until(() => cluster.List(Kinds.EndpointSlices).Single().Items("endpoints").Count(found => found.Flag("conditions", "ready")) == 2);
        await cluster.Until(Kinds.Services.Key(TestCluster.Namespace, "web"), found => found.Items("status", "loadBalancer", "ingress").Any());
    }

    [Fact]
    public async Task Deleting_a_deployment_takes_its_pods_along()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Deployments, "web", Samples.Deployment());
        await cluster.Until(key, found => found.Number("status", "availableReplicas") == 2);

        cluster.Store.Delete(key);

        await cluster.Until(() => cluster.Pods.Count == 0 && cluster.List(Kinds.ReplicaSets).Count == 0);
    }

    [Fact]
    public async Task A_deleted_namespace_goes_with_all_it_holds()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.StatefulSets, "db", Samples.StatefulSet(spec: """
            "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}]
            """));
        await cluster.Until(key, found => found.Number("status", "readyReplicas") == 3);

        cluster.Store.Delete(Kinds.Namespaces.Key(null, TestCluster.Namespace));

        await cluster.UntilGone(Kinds.Namespaces.Key(null, TestCluster.Namespace));
        cluster.Pods.Should().BeEmpty();
        cluster.List(Kinds.Claims).Should().BeEmpty();
        await cluster.Until(() => cluster.List(Kinds.Volumes, null).Count == 0);
    }
}

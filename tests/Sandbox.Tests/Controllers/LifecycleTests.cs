using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Tests.Controllers;

public sealed class LifecycleTests
{
    [Fact]
    public async Task Foreground_deletion_waits_for_the_dependents()
    {
        await using var cluster = TestCluster.Start();
        var owner = cluster.Create(Kinds.ConfigMaps, "owner", ConfigMap());
        var dependent = cluster.Create(Kinds.ConfigMaps, "dependent", ConfigMap($"{Owner(cluster, owner)}, \"finalizers\": [\"lab.example/keep\"]"));

        cluster.Store.Delete(owner, propagation: "Foreground");
        await cluster.Until(dependent, found => found.IsDeleting());
        cluster.Find(owner).Finalizers().Should().Contain("foregroundDeletion");

        cluster.Change(dependent, copy => copy.RemoveFinalizer("lab.example/keep"));
        await cluster.UntilGone(owner);
        cluster.Find(dependent).Should().BeNull();
    }

    [Fact]
    public async Task Orphaning_deletion_frees_the_dependents()
    {
        await using var cluster = TestCluster.Start();
        var deployment = cluster.Create(Kinds.Deployments, "web", Samples.Deployment());
        await cluster.Until(deployment, found => found.Number("status", "availableReplicas") == 2);

        cluster.Store.Delete(deployment, propagation: "Orphan");

        await cluster.UntilGone(deployment);
        var set = cluster.List(Kinds.ReplicaSets).Single();
        set.OwnerReferences().Should().BeEmpty();
        set.IsDeleting().Should().BeFalse();
        cluster.Pods.Should().HaveCount(2);

        // A Deployment of the same selector and template takes it over again.
        cluster.Create(Kinds.Deployments, "web", Samples.Deployment());
        await cluster.Until(Kinds.ReplicaSets.Key(TestCluster.Namespace, set.Name()), found => found.ControllerReference() is not null);
    }

    [Fact]
    public async Task A_dependent_of_an_owner_that_never_existed_goes()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.ConfigMaps, "dangling", ConfigMap(
            "\"ownerReferences\": [{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"name\": \"ghost\", \"uid\": \"11111111-2222-3333-4444-555555555555\"}]"));

        await cluster.UntilGone(key);
    }

    [Fact]
    public async Task A_dependent_whose_owner_is_of_an_unknown_kind_stays()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.ConfigMaps, "strange", ConfigMap(
            "\"ownerReferences\": [{\"apiVersion\": \"nobody.example/v1\", \"kind\": \"Thing\", \"name\": \"ghost\", \"uid\": \"11111111-2222-3333-4444-555555555555\"}]"));
        var gone = cluster.Create(Kinds.ConfigMaps, "dangling", ConfigMap(
            "\"ownerReferences\": [{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"name\": \"ghost\", \"uid\": \"11111111-2222-3333-4444-555555555555\"}]"));
        await cluster.UntilGone(gone);

        cluster.Find(key).Should().NotBeNull();
    }

    [Fact]
    public async Task A_dependent_with_one_owner_left_stays_and_forgets_the_other()
    {
        await using var cluster = TestCluster.Start();
        var first = cluster.Create(Kinds.ConfigMaps, "first", ConfigMap());
        var second = cluster.Create(Kinds.ConfigMaps, "second", ConfigMap());
        string Reference(ObjectKey key) => $"{{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"name\": \"{key.Name}\", \"uid\": \"{cluster.Find(key).Uid()}\"}}";
        var key = cluster.Create(Kinds.ConfigMaps, "dependent", ConfigMap($"\"ownerReferences\": [{Reference(first)}, {Reference(second)}]"));

        cluster.Store.Delete(first);

        var dependent = await cluster.Until(key, found => found.OwnerReferences().Count() == 1);
        dependent.OwnerReferences().Single().Text("name").Should().Be("second");
    }

    [Fact]
    public async Task Custom_resources_are_collected_too()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.CustomResources, "things.lab.example", """
            {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {}, "spec": {"group": "lab.example", "scope": "Namespaced", "names": {"kind": "Thing", "plural": "things"}, "versions": []}}
            """, null);
        var things = new GroupResource("lab.example", "things");
        var owner = cluster.Create(things, "owner", """{"apiVersion": "lab.example/v1", "kind": "Thing", "metadata": {}}""");
        var dependent = cluster.Create(Kinds.ConfigMaps, "dependent", ConfigMap(
            $"\"ownerReferences\": [{{\"apiVersion\": \"lab.example/v1\", \"kind\": \"Thing\", \"name\": \"owner\", \"uid\": \"{cluster.Find(owner).Uid()}\"}}]"));

        cluster.Store.Delete(owner);

        await cluster.UntilGone(dependent);
    }

    [Fact]
    public async Task A_namespace_waits_for_finalizers_and_says_so()
    {
        await using var cluster = TestCluster.Start();
        var held = cluster.Create(Kinds.ConfigMaps, "held", ConfigMap("\"finalizers\": [\"lab.example/keep\"]"));
        var key = Kinds.Namespaces.Key(null, TestCluster.Namespace);

        cluster.Store.Delete(key);
        var terminating = await cluster.Until(key, found => found.HasCondition("NamespaceFinalizersRemaining")
            && found.Condition("NamespaceContentRemaining").Text("message") == "Some resources are remaining: configmaps. has 1 resource instances");
        terminating.Text("status", "phase").Should().Be("Terminating");
        terminating.Condition("NamespaceFinalizersRemaining").Text("message").Should().Be("Some content in the namespace has finalizers remaining: lab.example/keep in 1 resource instances");

        cluster.Change(held, copy => copy.RemoveFinalizer("lab.example/keep"));
        await cluster.UntilGone(key);
    }

    [Fact]
    public async Task A_namespace_with_running_workloads_is_emptied()
    {
        await using var cluster = TestCluster.Start(TestCluster.Fast with { PodStopDelay = TimeSpan.FromMilliseconds(10) });
        var deployment = cluster.Create(Kinds.Deployments, "web", Samples.Deployment(3));
        cluster.Create(Kinds.Services, "web", """{"apiVersion": "v1", "kind": "Service", "metadata": {}, "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]}}""");
        await cluster.Until(deployment, found => found.Number("status", "availableReplicas") == 3);

        cluster.Store.Delete(Kinds.Namespaces.Key(null, TestCluster.Namespace));

        await cluster.UntilGone(Kinds.Namespaces.Key(null, TestCluster.Namespace));
        foreach (var resource in new[] { Kinds.Pods, Kinds.ReplicaSets, Kinds.Deployments, Kinds.Services, Kinds.Endpoints, Kinds.EndpointSlices, Kinds.ServiceAccounts, Kinds.ConfigMaps, Kinds.Events })
            cluster.List(resource).Should().BeEmpty();
    }

    [Fact]
    public async Task A_namespace_has_its_service_account_and_certificate_and_gets_them_back()
    {
        await using var cluster = TestCluster.Start(TestCluster.Fast with { RootCertificate = "PEM" });
        var account = Kinds.ServiceAccounts.Key(TestCluster.Namespace, "default");
        await cluster.Until(account, _ => true);
        await cluster.Until(Kinds.ConfigMaps.Key(TestCluster.Namespace, "kube-root-ca.crt"), found => found.Text("data", "ca.crt") == "PEM");
        var uid = cluster.Find(account).Uid();

        cluster.Store.Delete(account);

        await cluster.Until(account, found => found.Uid() != uid);
    }

    [Fact]
    public async Task Events_go_after_an_hour()
    {
        var time = new TestTime();
        await using var cluster = TestCluster.Start(time: time);
        var pod = cluster.Create(Kinds.Pods, "one", Samples.Pod());
        await cluster.Advance(() => cluster.Find(pod)!.IsReady());
        cluster.List(Kinds.Events).Should().NotBeEmpty();

        await cluster.Advance(() => cluster.List(Kinds.Events).Count == 0);

        time.GetUtcNow().Should().BeCloseTo(new DateTimeOffset(2026, 1, 5, 9, 0, 30, TimeSpan.Zero), TimeSpan.FromSeconds(15));
    }

    private static string ConfigMap(string metadata = "") => $$"""
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": { {{metadata}} }, "data": {} }
        """;

    private static string Owner(TestCluster cluster, ObjectKey owner) =>
        $"\"ownerReferences\": [{{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"name\": \"{owner.Name}\", \"uid\": \"{cluster.Find(owner).Uid()}\", \"blockOwnerDeletion\": true}}]";
}

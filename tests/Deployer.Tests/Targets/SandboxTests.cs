using System.Text.Json.Nodes;
using Dodas.Deployer.Clusters;
using Dodas.Deployer.Health;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Tests.Targets;

/// <summary>The target against a whole API with controllers behind it.</summary>
public sealed class SandboxTests
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal) { ["dodas.io/cluster"] = "c1" };
    private static readonly ObjectReference[] Lab = [new("apps/v1", "StatefulSet", "ana", "lab"), new("v1", "Service", "ana", "lab")];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stateful_set_with_its_claim_and_service_becomes_ready_and_goes_with_its_namespace()
    {
        await using var lab = await SandboxLab.StartAsync();
        await using var target = Watched.Start(lab.Kubeconfig);
        await target.EnsureNamespaceAsync("ana", Labels, Cancel);
        await CreateLabAsync(lab, "quay.io/jupyter/base-notebook:latest");

        var ready = await AssessedAsync(target, Lab, ClusterState.Ready);
        ready.Objects.Select(item => (item.Kind, item.Name, item.Owner)).Should().Equal(
            ("StatefulSet", "lab", null), ("PersistentVolumeClaim", "home-lab-0", "StatefulSet/lab"), ("Pod", "lab-0", "StatefulSet/lab"), ("Service", "lab", null));

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await target.DeleteNamespaceAsync("ana", limit.Token);
        (await target.ReadAsync("ana")).Objects.Should().OnlyContain(item => item.Reference.Kind == "StorageClass");
    }

    [Fact]
    public async Task An_image_that_does_not_exist_is_the_named_cause_within_ten_seconds()
    {
        await using var lab = await SandboxLab.StartAsync();
        await using var target = Watched.Start(lab.Kubeconfig);
        await target.EnsureNamespaceAsync("ana", Labels, Cancel);
        await CreateLabAsync(lab, "quay.io/x:does-not-exist");

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var failed = await AssessedAsync(target, Lab, ClusterState.Failed).WaitAsync(limit.Token);
        failed.Cause.Summary.Should().Be("The image `quay.io/x:does-not-exist` of container `notebook` cannot be pulled: not found.");
        failed.Cause.Chain.Select(link => link.Object).Should().Equal("StatefulSet/lab", "Pod/lab-0", "Image/quay.io/x:does-not-exist");
    }

    [Fact]
    public async Task A_storage_class_that_does_not_exist_is_the_root_of_the_chain()
    {
        await using var lab = await SandboxLab.StartAsync();
        await using var target = Watched.Start(lab.Kubeconfig);
        await target.EnsureNamespaceAsync("ana", Labels, Cancel);
        await CreateLabAsync(lab, "busybox", storageClass: "fast");

        var failed = await AssessedAsync(target, Lab, ClusterState.Failed);
        failed.Cause.Chain.Select(link => link.Object).Should().Equal("StatefulSet/lab", "Pod/lab-0", "PersistentVolumeClaim/home-lab-0", "StorageClass/fast");
    }

    [Fact]
    public async Task A_restart_of_the_target_is_seen_as_unknown_and_then_read_again_even_at_another_address()
    {
        await using var lab = await SandboxLab.StartAsync();
        await using var target = Watched.Start(lab.Kubeconfig);
        await target.EnsureNamespaceAsync("ana", Labels, Cancel);
        await CreateLabAsync(lab, "busybox");
        await AssessedAsync(target, Lab, ClusterState.Ready);

        var startAgain = await lab.StopAsync();
        (await AssessedAsync(target, Lab, ClusterState.Unknown)).Cause.Summary.Should().StartWith("The target `lab` cannot be reached");
        await startAgain();
        await AssessedAsync(target, Lab, ClusterState.Ready);

        await lab.StopAsync();
        await AssessedAsync(target, Lab, ClusterState.Unknown);
        await lab.StartElsewhereAsync();
        await AssessedAsync(target, Lab, ClusterState.Ready);
        await lab.SendAsync(HttpMethod.Delete, "apis/apps/v1/namespaces/ana/statefulsets/lab");
        await AssessedAsync(target, Lab, ClusterState.Missing);
    }

    [Fact]
    public async Task Who_may_only_see_one_namespace_watches_that_one()
    {
        await using var lab = await SandboxLab.StartAsync();
        await lab.CreateAsync("api/v1/namespaces", """{"metadata":{"name":"ana"}}""");
        await lab.CreateAsync("api/v1/namespaces", """{"metadata":{"name":"ben"}}""");
        await lab.CreateAsync("api/v1/namespaces/ana/serviceaccounts", """{"metadata":{"name":"deployer"}}""");
        await lab.CreateAsync("apis/rbac.authorization.k8s.io/v1/namespaces/ana/rolebindings", """
            {"metadata":{"name":"deployer"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"edit"},"subjects":[{"kind":"ServiceAccount","name":"deployer","namespace":"ana"}]}
            """);
        var answer = await lab.SendAsync(HttpMethod.Post, "api/v1/namespaces/ana/serviceaccounts/deployer/token", """{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{}}""");
        await using var target = Watched.Start(await lab.KubeconfigForAsync(JsonNode.Parse(answer)!["status"]!["token"]!.GetValue<string>()));

        await CreateLabAsync(lab, "busybox");
        await AssessedAsync(target, Lab, ClusterState.Ready);

        var foreign = await target.UntilAsync("ben", snapshot => snapshot.Error?.Contains("forbids", StringComparison.Ordinal) == true);
        foreign.Error.Should().Contain("system:serviceaccount:ana:deployer").And.Contain("\"ben\"");
        (await target.Awaiting(it => it.EnsureNamespaceAsync("carl", Labels, Cancel)).Should().ThrowAsync<TargetException>())
            .WithMessage("The target `lab` forbids the portal to create namespace `carl`: *");
    }

    [Fact]
    public async Task A_custom_resource_is_watched_once_someone_needs_it()
    {
        await using var lab = await SandboxLab.StartAsync();
        await lab.CreateAsync("apis/apiextensions.k8s.io/v1/customresourcedefinitions", """
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.example.org"},"spec":{"group":"example.org","scope":"Namespaced",
             "names":{"plural":"widgets","singular":"widget","kind":"Widget","listKind":"WidgetList"},
             "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}
            """);
        await using var target = Watched.Start(lab.Kubeconfig);
        await target.EnsureNamespaceAsync("ana", Labels, Cancel);
        ObjectReference[] expected = [new("example.org/v1", "Widget", "ana", "w"), new("apiextensions.k8s.io/v1", "CustomResourceDefinition", null, "widgets.example.org")];
        await target.WatchKindsAsync(expected, Cancel);

        await AssessedAsync(target, expected, ClusterState.Missing);
        await lab.CreateAsync("apis/example.org/v1/namespaces/ana/widgets", """{"apiVersion":"example.org/v1","kind":"Widget","metadata":{"name":"w"}}""");
        await AssessedAsync(target, expected, ClusterState.Ready);
        await lab.SendAsync(HttpMethod.Patch, "apis/example.org/v1/namespaces/ana/widgets/w/status", """{"status":{"conditions":[{"type":"Stalled","status":"True","message":"no luck"}]}}""", "application/merge-patch+json");
        (await AssessedAsync(target, expected, ClusterState.Failed)).Cause.Summary.Should().Be("Widget/w: no luck.");
    }

    [Fact]
    public async Task Secrets_and_claims_go_by_their_labels()
    {
        await using var lab = await SandboxLab.StartAsync();
        await using var target = Watched.Start(lab.Kubeconfig);
        await target.EnsureNamespaceAsync("ana", Labels, Cancel);
        (await target.EnsureSecretAsync("ana", "token", "value", "s3cret", Labels, Cancel)).Should().Be("s3cret");
        (await target.EnsureSecretAsync("ana", "token", "value", "other", Labels, Cancel)).Should().Be("s3cret");
        (await target.EnsureSecretAsync("ana", "token", "second", "more", Labels, Cancel)).Should().Be("more");
        await target.EnsureSecretAsync("ana", "kept", "value", "k", new Dictionary<string, string>(StringComparer.Ordinal), Cancel);

        await target.DeleteSecretsAsync("ana", "dodas.io/cluster=c1", Cancel);
        (await target.ReadSecretAsync("ana", "token", "value", Cancel)).Should().BeNull();
        (await target.ReadSecretAsync("ana", "kept", "value", Cancel)).Should().Be("k");

        await lab.CreateAsync("api/v1/namespaces/ana/persistentvolumeclaims", Claim("one", "c1"));
        await lab.CreateAsync("api/v1/namespaces/ana/persistentvolumeclaims", Claim("two", "c2"));
        await target.UntilAsync("ana", snapshot => snapshot.Has("PersistentVolumeClaim", "one") && snapshot.Has("PersistentVolumeClaim", "two"));
        await target.DeleteVolumeClaimsAsync("ana", "dodas.io/cluster=c1", Cancel);
        await target.UntilAsync("ana", snapshot => !snapshot.Has("PersistentVolumeClaim", "one"));
        target.Snapshot("ana").Has("PersistentVolumeClaim", "two").Should().BeTrue();
        await target.DeleteVolumeClaimsAsync("ana", null, Cancel);
        await target.UntilAsync("ana", snapshot => !snapshot.Has("PersistentVolumeClaim", "two"));
    }

    private static string Claim(string name, string cluster) => new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["dodas.io/cluster"] = cluster } },
        ["spec"] = new JsonObject { ["accessModes"] = new JsonArray("ReadWriteOnce"), ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = "1Gi" } } },
    }.ToJsonString();

    private static async Task CreateLabAsync(SandboxLab lab, string image, string storageClass = "standard")
    {
        await lab.CreateAsync("api/v1/namespaces/ana/services", """{"metadata":{"name":"lab"},"spec":{"selector":{"app":"lab"},"ports":[{"port":8888}]}}""");
        await lab.CreateAsync("apis/apps/v1/namespaces/ana/statefulsets", $$$"""
            {"metadata":{"name":"lab"},"spec":{"replicas":1,"serviceName":"lab","selector":{"matchLabels":{"app":"lab"} },
             "template":{"metadata":{"labels":{"app":"lab"} },"spec":{"containers":[{"name":"notebook","image":"{{{image}}}","volumeMounts":[{"name":"home","mountPath":"/home"}]}]} },
             "volumeClaimTemplates":[{"metadata":{"name":"home"},"spec":{"storageClassName":"{{{storageClass}}}","accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"} } } }]} }
            """);
    }

    private static async Task<Assessment> AssessedAsync(ITarget target, IReadOnlyCollection<ObjectReference> expected, ClusterState state)
    {
        Assessment Now(NamespaceSnapshot snapshot) => ReleaseHealth.Assess(expected, snapshot, TimeProvider.System.GetUtcNow().UtcDateTime);
        return Now(await target.UntilAsync("ana", snapshot => Now(snapshot).State == state));
    }
}

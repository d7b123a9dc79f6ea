using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Dodas.Sandbox.Tests.Api;

public sealed class ClientTests(RunningSandbox sandbox)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task KubernetesClient_creates_reads_changes_and_deletes()
    {
        var space = await sandbox.NamespaceAsync();
        var core = sandbox.Client.CoreV1;
        var created = await core.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = new V1ObjectMeta { GenerateName = "cm-" }, Data = new Dictionary<string, string> { ["a"] = "1" } }, space, cancellationToken: Cancelled);
        created.Name().Should().MatchRegex("^cm-[a-z0-9]{5}$");
        created.Data["a"] = "2";
        var changed = await core.ReplaceNamespacedConfigMapAsync(created, created.Name(), space, cancellationToken: Cancelled);
        long.Parse(changed.ResourceVersion()).Should().BeGreaterThan(long.Parse(created.ResourceVersion()));
        var stale = () => core.ReplaceNamespacedConfigMapAsync(created, created.Name(), space, cancellationToken: Cancelled);
        (await stale.Should().ThrowAsync<HttpOperationException>()).Which.Response.Content.Should().Contain("the object has been modified");
        await core.DeleteNamespacedConfigMapAsync(created.Name(), space, cancellationToken: Cancelled);
        var gone = () => core.ReadNamespacedConfigMapAsync(created.Name(), space, cancellationToken: Cancelled);
        ((int)(await gone.Should().ThrowAsync<HttpOperationException>()).Which.Response.StatusCode).Should().Be(404);
    }

    [Fact]
    public async Task A_watch_takes_up_where_a_list_ended()
    {
        var space = await sandbox.NamespaceAsync();
        var core = sandbox.Client.CoreV1;
        var list = await core.ListNamespacedConfigMapAsync(space, labelSelector: "app=x", cancellationToken: Cancelled);
        await core.CreateNamespacedConfigMapAsync(Labelled("one", "x"), space, cancellationToken: Cancelled);
        await core.CreateNamespacedConfigMapAsync(Labelled("other", "y"), space, cancellationToken: Cancelled);
        await core.PatchNamespacedConfigMapAsync(new V1Patch("""{"metadata":{"labels":{"app":"y"}}}""", V1Patch.PatchType.MergePatch), "one", space, cancellationToken: Cancelled);
        var seen = new List<(WatchEventType, string)>();
        await foreach (var (type, item) in core.WatchListNamespacedConfigMapAsync(space, labelSelector: "app=x", resourceVersion: list.ResourceVersion(), cancellationToken: Cancelled))
        {
            seen.Add((type, item.Name()));
            if (seen.Count == 2)
                break;
        }

        seen.Should().Equal((WatchEventType.Added, "one"), (WatchEventType.Deleted, "one"));
    }

    [Fact]
    public async Task A_watch_can_begin_with_what_is_there_and_says_when_that_is_over()
    {
        var space = await sandbox.NamespaceAsync();
        await sandbox.Client.CoreV1.CreateNamespacedConfigMapAsync(Labelled("one", "x"), space, cancellationToken: Cancelled);
        using var stream = new StreamReader(await sandbox.Http.GetStreamAsync(
            $"/api/v1/namespaces/{space}/configmaps?watch=true&labelSelector=app%3Dx&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true", Cancelled));
        var first = JsonNode.Parse((await stream.ReadLineAsync(Cancelled))!)!;
        var second = JsonNode.Parse((await stream.ReadLineAsync(Cancelled))!)!;
        first["type"]!.GetValue<string>().Should().Be("ADDED");
        second["type"]!.GetValue<string>().Should().Be("BOOKMARK");
        second["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]!.GetValue<string>().Should().Be("true");
    }

    [Fact]
    public async Task A_long_list_comes_in_pages()
    {
        var space = await sandbox.NamespaceAsync();
        for (var i = 0; i < 7; i++)
            await sandbox.Client.CoreV1.CreateNamespacedConfigMapAsync(Labelled($"cm-{i}", "x"), space, cancellationToken: Cancelled);
        var names = new List<string>();
        string? next = null;
        do
        {
            var page = await sandbox.Client.CoreV1.ListNamespacedConfigMapAsync(space, labelSelector: "app=x", limit: 3, continueParameter: next, cancellationToken: Cancelled);
            page.Items.Count.Should().BeLessThanOrEqualTo(3);
            names.AddRange(page.Items.Select(item => item.Name()));
            next = page.Continue();
        }
        while (!string.IsNullOrEmpty(next));
        names.Should().Equal("cm-0", "cm-1", "cm-2", "cm-3", "cm-4", "cm-5", "cm-6");
    }

    [Fact]
    public async Task The_status_is_written_only_through_its_subresource()
    {
        var space = await sandbox.NamespaceAsync();
        var collection = $"/apis/apps/v1/namespaces/{space}/deployments";
        var document = JsonNode.Parse("""{"metadata":{"name":"d"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}},"status":{"replicas":9}}""")!;
        var (code, created) = await sandbox.SendAsync(HttpMethod.Post, collection, document);
        code.Should().Be(201);
        created["status"]?["replicas"].Should().BeNull();
        created["spec"]!["strategy"]!["rollingUpdate"]!["maxSurge"]!.GetValue<string>().Should().Be("25%");
        var (_, patched) = await sandbox.SendAsync(HttpMethod.Patch, $"{collection}/d/status", JsonNode.Parse("""{"spec":{"replicas":5},"status":{"collisionCount":4}}"""), "application/merge-patch+json");
        patched["spec"]!["replicas"]!.GetValue<int>().Should().Be(0);
        patched["status"]!["collisionCount"]!.GetValue<int>().Should().Be(4);
        patched["metadata"]!["generation"]!.GetValue<int>().Should().Be(1);
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"c"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""",
        "Deployment.apps \"d\" is invalid: spec.template.metadata.labels: Invalid value: {\"a\":\"c\"}: `selector` does not match template `labels`")]
    [InlineData("""{"metadata":{"name":"d"},"spec":{"replicas":-1,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c"}]}}}}""",
        "Deployment.apps \"d\" is invalid: [spec.replicas: Invalid value: -1: must be greater than or equal to 0, spec.template.spec.containers[0].image: Required value]")]
    [InlineData("""{"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i","ports":[{"containerPort":99999}]},{"name":"c","image":"i"}]}}}}""",
        "Deployment.apps \"d\" is invalid: [spec.template.spec.containers[0].ports[0].containerPort: Invalid value: 99999: must be between 1 and 65535, inclusive, spec.template.spec.containers[1].name: Duplicate value: \"c\", spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\"]")]
    public async Task What_is_invalid_is_refused_with_every_cause(string document, string message)
    {
        var space = await sandbox.NamespaceAsync();
        var (code, answer) = await sandbox.SendAsync(HttpMethod.Post, $"/apis/apps/v1/namespaces/{space}/deployments", JsonNode.Parse(document));
        code.Should().Be(422);
        answer["message"]!.GetValue<string>().Should().Be(message);
    }

    [Fact]
    public async Task A_dry_run_answers_as_if_and_keeps_nothing()
    {
        var space = await sandbox.NamespaceAsync();
        var (code, _) = await sandbox.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{space}/configmaps?dryRun=All", JsonNode.Parse("""{"metadata":{"name":"x"}}"""));
        code.Should().Be(201);
        (await sandbox.SendAsync(HttpMethod.Get, $"/api/v1/namespaces/{space}/configmaps/x")).Code.Should().Be(404);
        (await sandbox.SendAsync(HttpMethod.Post, "/api/v1/namespaces/no-such/configmaps?dryRun=All", JsonNode.Parse("""{"metadata":{"name":"x"}}"""))).Code.Should().Be(404);
    }

    [Fact]
    public async Task A_log_can_be_read_to_its_tail()
    {
        var space = await sandbox.NamespaceAsync();
        await sandbox.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{space}/pods", JsonNode.Parse("""{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i:1"}]}}"""));
        await sandbox.WaitAsync($"/api/v1/namespaces/{space}/pods", "p", pod => pod["status"]?["phase"]?.GetValue<string>() == "Running");
        var log = await sandbox.Http.GetStringAsync(new Uri($"/api/v1/namespaces/{space}/pods/p/log?tailLines=1", UriKind.Relative), Cancelled);
        log.Should().EndWith("\n").And.Subject.Trim().Split('\n').Should().ContainSingle();
    }

    [Fact]
    public async Task Both_faces_of_an_autoscaler_show_the_same_object()
    {
        var space = await sandbox.NamespaceAsync();
        await sandbox.SendAsync(HttpMethod.Post, $"/apis/autoscaling/v1/namespaces/{space}/horizontalpodautoscalers", JsonNode.Parse("""{"metadata":{"name":"h"},"spec":{"maxReplicas":3,"scaleTargetRef":{"kind":"Deployment","name":"d"},"targetCPUUtilizationPercentage":50}}"""));
        var (_, second) = await sandbox.SendAsync(HttpMethod.Get, $"/apis/autoscaling/v2/namespaces/{space}/horizontalpodautoscalers/h");
        second["spec"]!["metrics"]![0]!["resource"]!["target"]!["averageUtilization"]!.GetValue<int>().Should().Be(50);
    }

    private static V1ConfigMap Labelled(string name, string app) => new() { Metadata = new V1ObjectMeta { Name = name, Labels = new Dictionary<string, string> { ["app"] = app } } };
}

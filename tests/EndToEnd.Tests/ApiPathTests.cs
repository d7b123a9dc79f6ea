using System.Net;
using System.Text.Json.Nodes;

namespace Dodas.EndToEnd.Tests;

/// <summary>The main job by API alone, on the real portal with real helm and the sandbox.</summary>
public sealed class ApiPathTests(SharedPortal shared)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private PortalProcess Portal => shared.Portal;

    [Fact]
    public async Task A_recipe_becomes_ready_and_leaves_nothing_behind()
    {
        var id = await Portal.CreateAsync(new JsonObject { ["name"] = "api-recipe", ["recipe"] = "jupyter-htcondor" }, Now);
        var cluster = await Portal.ReachesAsync("api-recipe", "Ready", Soon, Now);

        cluster!["id"]!.GetValue<string>().Should().Be(id);
        cluster["releases"]!.AsArray().Select(release => release!["state"]!.GetValue<string>()).Should().Equal("Ready", "Ready");
        cluster["endpoints"]!.AsArray().Should().NotBeEmpty();
        var operation = await Portal.GetAsync($"operations/{cluster["operation"]}", Now);
        operation!["state"]!.GetValue<string>().Should().Be("Succeeded");

        var place = cluster["namespace"]!.GetValue<string>();
        (await Portal.LeftInAsync(place, Now)).Should().NotBeEmpty();
        await Portal.DeleteAsync(id, Now);
        (await Portal.LeftInAsync(place, Now)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_chart_that_is_no_block_comes_from_a_repository_over_http()
    {
        await using var charts = await ChartServer.StartAsync("webby", Now);
        var (added, repository) = await Portal.PostAsync("repositories", new JsonObject { ["name"] = "demo", ["kind"] = "http", ["url"] = charts.Url }, Now);
        added.Should().Be(HttpStatusCode.Created, repository?.ToJsonString());
        var found = await Portal.GetAsync("charts?query=webby&repository=demo", Now);
        found!["items"]![0]!["name"]!.GetValue<string>().Should().Be("webby");

        await Portal.CreateAsync(Chart("api-chart", new JsonObject()), Now);
        await Portal.ReachesAsync("api-chart", "Ready", Soon, Now);
        await Portal.DeleteAsync("api-chart", Now);

        await Portal.CreateAsync(Chart("api-broken", new JsonObject { ["image"] = new JsonObject { ["repository"] = "example.org/does-not-exist" } }), Now);
        var failed = await Portal.ReachesAsync("api-broken", "Failed", TimeSpan.FromSeconds(20), Now);
        failed!["cause"]!.ToJsonString().Should().Contain("example.org/does-not-exist");
        failed["releases"]![0]!["helmStatus"]!.GetValue<string>().Should().Be("deployed", "what failed is kept as evidence");
        await Portal.DeleteAsync("api-broken", Now);

        static JsonObject Chart(string name, JsonObject values) => new()
        {
            ["name"] = name,
            ["composition"] = new JsonObject
            {
                ["apiVersion"] = "dodas/v1",
                ["blocks"] = new JsonArray(new JsonObject { ["name"] = "web", ["chart"] = "demo/webby", ["version"] = "0.1.0", ["values"] = values }),
            },
        };
    }

    [Fact]
    public async Task Everything_wrong_with_a_composition_is_said_at_once_and_nothing_changes()
    {
        var composition = JsonNode.Parse("""
            {
              "apiVersion": "dodas/v1",
              "blocks": [
                {"name": "My_Pool", "block": "htcondor", "values": {"execute": {"replicas": -5}, "exekute": {}}},
                {"name": "lab", "block": "jupyterlab", "values": {}},
                {"name": "what", "block": "no-such-block", "values": {}}
              ],
              "bindings": [{"from": "lab", "requirement": "htcondor-pool/v1", "to": "pool"}]
            }
            """)!;
        var (_, before) = (0, await Portal.KubectlAsync("get namespaces -o name", Now));

        var (status, checkedOnly) = await Portal.PostAsync("compositions/validate", composition.DeepClone(), Now);
        status.Should().Be(HttpStatusCode.OK);
        checkedOnly!["valid"]!.GetValue<bool>().Should().BeFalse();
        var (refused, problem) = await Portal.PostAsync("clusters", new JsonObject { ["name"] = "Bad_Name", ["composition"] = composition }, Now);
        refused.Should().Be(HttpStatusCode.BadRequest);

        var paths = problem!["findings"]!.AsArray().Select(finding => finding!["path"]!.GetValue<string>()).ToArray();
        paths.Should().Contain(["/name", "/blocks/0/name", "/blocks/0/values/execute/replicas", "/blocks/0/values/exekute", "/blocks/2/block"]);
        paths.Should().Contain(path => path.StartsWith("/bindings/0", StringComparison.Ordinal));
        (await Portal.KubectlAsync("get namespaces -o name", Now)).Should().Be(before);
    }

    [Fact]
    public async Task The_same_key_gives_the_same_answer_and_another_body_is_refused()
    {
        var first = await CreateWithKeyAsync("key-1", """{"name": "api-once", "recipe": "jupyter"}""");
        var again = await CreateWithKeyAsync("key-1", """{"name": "api-once", "recipe": "jupyter"}""");
        var other = await CreateWithKeyAsync("key-1", """{"name": "api-twice", "recipe": "jupyter"}""");
        var taken = await CreateWithKeyAsync("key-2", """{"name": "api-once", "recipe": "jupyter"}""");

        first.Status.Should().Be(HttpStatusCode.Accepted);
        again.Should().Be(first);
        other.Status.Should().Be(HttpStatusCode.UnprocessableEntity);
        taken.Status.Should().Be(HttpStatusCode.Conflict);
        await Portal.DeleteAsync("api-once", Now);

        async Task<(HttpStatusCode Status, string Body)> CreateWithKeyAsync(string key, string body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "clusters") { Content = new StringContent(body, null, "application/json") };
            request.Headers.Add("Idempotency-Key", key);
            using var response = await Portal.Api.SendAsync(request, Now);
            return (response.StatusCode, response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(Now) : "");
        }
    }

    [Theory]
    [InlineData("GET", "clusters?take=abc", null, null, 400)]
    [InlineData("GET", "no-such-thing", null, null, 404)]
    [InlineData("PUT", "clusters", "{}", "application/json", 405)]
    [InlineData("POST", "compositions/validate", "{}", "text/plain", 415)]
    [InlineData("POST", "compositions/validate", "{", "application/json", 400)]
    [InlineData("POST", "repositories", "{}", "application/json", 400)]
    [InlineData("POST", "clusters", "{\"name\": \"\\ud800\", \"recipe\": \"jupyter\"}", "application/json", 400)]
    [InlineData("POST", "clusters", "[]", "application/json", 400)]
    public async Task Whatever_is_wrong_with_a_request_comes_back_as_problem_details(string method, string path, string? body, string? type, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body, null, type!);
        using var response = await Portal.Api.SendAsync(request, Now);

        ((int)response.StatusCode).Should().Be(status);
        response.Content.Headers.ContentType?.MediaType.Should().Be("application/problem+json");
        JsonNode.Parse(await response.Content.ReadAsStringAsync(Now))!["status"]!.GetValue<int>().Should().Be(status);
    }

    [Theory]
    [InlineData("/_blazor")]
    [InlineData("/_BLAZOR")]
    [InlineData("/_blazor/negotiate")]
    public async Task Another_site_opens_no_circuit(string path)
    {
        using var browser = new HttpClient { BaseAddress = Portal.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Origin", "http://127.0.0.1:8888");
        request.Headers.Add("Upgrade", "websocket");
        (await browser.SendAsync(request, Now)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Without_a_token_the_api_says_what_is_needed()
    {
        using var stranger = new HttpClient { BaseAddress = Portal.Api.BaseAddress };
        using var refused = await stranger.GetAsync("clusters", Now);
        refused.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        refused.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        foreach (var open in new[] { "/healthz", "/readyz", "/openapi/v1.json" })
            (await stranger.GetAsync(new Uri(Portal.Address, open), Now)).StatusCode.Should().Be(HttpStatusCode.OK);
    }
}

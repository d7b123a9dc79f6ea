using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Dodas.EndToEnd.Tests;

/// <summary>The API as a script uses it.</summary>
internal static class ApiCalls
{
    public static async Task<(HttpStatusCode Status, JsonNode? Body)> PostAsync(this PortalProcess portal, string path, JsonNode body, CancellationToken cancellationToken)
    {
        using var response = await portal.Api.PostAsJsonAsync(path, body, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    public static async Task<JsonNode?> GetAsync(this PortalProcess portal, string path, CancellationToken cancellationToken)
    {
        using var response = await portal.Api.GetAsync(path, cancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound ? null : JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>Asks for a cluster that is expected to be accepted; gives its id.</summary>
    public static async Task<string> CreateAsync(this PortalProcess portal, JsonNode body, CancellationToken cancellationToken)
    {
        var (status, answer) = await portal.PostAsync("clusters", body, cancellationToken);
        status.Should().Be(HttpStatusCode.Accepted, answer?.ToJsonString());
        return answer!["cluster"]!["id"]!.GetValue<string>();
    }

    public static Task<JsonNode?> ReachesAsync(this PortalProcess portal, string cluster, string state, TimeSpan within, CancellationToken cancellationToken)
        => Eventually.IsAsync(
            () => portal.GetAsync($"clusters/{cluster}", cancellationToken),
            body => body?["state"]?.GetValue<string>() == state,
            within, $"cluster {cluster} is {state}", cancellationToken);

    /// <summary>Asks for removal and waits until the cluster is gone.</summary>
    public static async Task DeleteAsync(this PortalProcess portal, string cluster, CancellationToken cancellationToken)
    {
        using var response = await portal.Api.DeleteAsync($"clusters/{cluster}?volumes=delete", cancellationToken);
        response.StatusCode.Should().Be(HttpStatusCode.Accepted);
        await Eventually.IsAsync(
            () => portal.GetAsync($"clusters/{cluster}", cancellationToken), body => body is null,
            TimeSpan.FromSeconds(60), $"cluster {cluster} is gone", cancellationToken);
    }

    /// <summary>Everything that is left in a namespace, by name; empty when the namespace is gone.</summary>
    public static Task<string> LeftInAsync(this PortalProcess portal, string @namespace, CancellationToken cancellationToken)
        => portal.KubectlAsync(
            $"get all,pvc,secrets,configmaps,ingresses,networkpolicies,serviceaccounts -n {@namespace} -o name --ignore-not-found", cancellationToken);
}

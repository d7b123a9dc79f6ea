using System.Text.Json.Nodes;
using Dodas.Catalog.Planning;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Clusters;

/// <summary>Addresses of a cluster: the public one where an Ingress leads to the service, otherwise the one inside the target.</summary>
internal static class EndpointViews
{
    /// <summary>The view of an endpoint.</summary>
    public static EndpointView Of(PlannedEndpoint endpoint, string @namespace, NamespaceSnapshot? snapshot) => new(
        endpoint.Name,
        endpoint.Title,
        PublicUrl(endpoint, snapshot) ?? endpoint.Url(@namespace),
        $"kubectl -n {@namespace} port-forward service/{endpoint.Service} {endpoint.Port}:{endpoint.Port}",
        endpoint.SecretName is not null);

    private static string? PublicUrl(PlannedEndpoint endpoint, NamespaceSnapshot? snapshot)
    {
        foreach (var ingress in snapshot?.Objects.Where(item => item.Reference is { Kind: "Ingress", ApiVersion: "networking.k8s.io/v1" }) ?? [])
        {
            var spec = ingress.Document["spec"];
            var rule = Items(spec?["rules"]).FirstOrDefault(rule => rule["host"] is not null && Items(rule["http"]?["paths"]).Any(path => Text(path["backend"]?["service"]?["name"]) == endpoint.Service));
            if (Text(rule?["host"]) is not { } host) continue;
            var isEncrypted = Items(spec?["tls"]).Any(tls => tls["hosts"]?.AsArray().Any(name => Text(name) == host) == true);
            return $"{(isEncrypted ? "https" : "http")}://{host}{endpoint.Path}";
        }

        return null;
    }

    private static IEnumerable<JsonNode> Items(JsonNode? node) => (node as JsonArray)?.OfType<JsonNode>() ?? [];

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}

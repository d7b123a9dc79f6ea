using System.Net;
using System.Text.Json.Nodes;

namespace Dodas.Deployer.Targets;

/// <summary>Asks the target how it serves the kinds of one API version.</summary>
internal static class ResourceDiscovery
{
    /// <summary>Kind → its resource type, for those that can be listed and watched; empty when the version is not served.</summary>
    /// <exception cref="TargetException">The target cannot be reached or refuses.</exception>
    public static async Task<IReadOnlyDictionary<string, ResourceType>> FindAsync(TargetConnection connection, string target, string apiVersion, CancellationToken cancellationToken)
    {
        var path = apiVersion.Contains('/', StringComparison.Ordinal) ? $"apis/{apiVersion}" : $"api/{apiVersion}";
        using var response = await connection.SendAsync(HttpMethod.Get, path, null, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound) return new Dictionary<string, ResourceType>(StringComparer.Ordinal);
        if (await response.RefusalAsync(cancellationToken) is { } refusal) throw refusal.ToException(target, $"say what it serves of {apiVersion}");

        var document = await response.DocumentAsync(cancellationToken);
        Dictionary<string, ResourceType> found = new(StringComparer.Ordinal);
        foreach (var resource in document["resources"]?.AsArray().OfType<JsonObject>() ?? [])
        {
            // `deployments/scale` and its like are parts of others.
            var plural = resource["name"]?.GetValue<string>() ?? "";
            var kind = resource["kind"]?.GetValue<string>() ?? "";
            var verbs = resource["verbs"]?.AsArray().Select(verb => verb?.GetValue<string>()).ToHashSet(StringComparer.Ordinal) ?? [];
            if (plural.Contains('/', StringComparison.Ordinal) || !verbs.Contains("list") || !verbs.Contains("watch")) continue;
            found[kind] = new ResourceType(apiVersion, kind, plural, resource["namespaced"]?.GetValue<bool>() ?? true);
        }

        return found;
    }
}

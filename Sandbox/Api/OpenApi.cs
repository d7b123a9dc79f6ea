using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Resources;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Api;

/// <summary>OpenAPI v3: an index, and a document a group version with its paths and schemas, made from the same schemas that requests are checked with.</summary>
internal sealed class OpenApi(ResourceRegistry registry)
{
    private readonly ConcurrentDictionary<string, (IReadOnlyList<ResourceKind> Kinds, byte[] Document, string Hash)> documents = [];

    /// <summary>The index.</summary>
    public JsonObject Index()
    {
        var paths = new JsonObject();
        foreach (var group in registry.All.GroupBy(kind => (kind.Group, kind.Version)))
        {
            var path = group.Key.Group.Length == 0 ? $"api/{group.Key.Version}" : $"apis/{group.Key.Group}/{group.Key.Version}";
            paths[path] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}?hash={Find(path)!.Value.Hash}" };
        }

        return new() { ["paths"] = paths };
    }

    /// <summary>The document of a group version such as <c>apis/apps/v1</c>, or null.</summary>
    public (byte[] Document, string Hash)? Find(string path)
    {
        var (group, version) = path.Split('/') switch { ["api", var v] => ("", v), ["apis", var g, var v] => (g, v), _ => ("", "") };
        var kinds = registry.All.Where(kind => kind.Group == group && kind.Version == version).ToList();
        if (kinds.Count == 0)
            return null;
        if (documents.TryGetValue(path, out var known) && known.Kinds.Count == kinds.Count && known.Kinds.Zip(kinds).All(pair => ReferenceEquals(pair.First, pair.Second)))
            return (known.Document, known.Hash);
        var document = StoredObject.Serialize(Build(kinds));
        var hash = Convert.ToHexString(SHA256.HashData(document));
        documents[path] = (kinds, document, hash);
        return (document, hash);
    }

    private static JsonObject Build(IReadOnlyList<ResourceKind> kinds)
    {
        var schemas = new OpenApiSchemas();
        var paths = new JsonObject();
        foreach (var kind in kinds)
        {
            schemas.AddKind(kind);
            foreach (var (path, item) in OpenApiPaths.Of(kind))
                paths[path] = item;
        }

        return new()
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "v1.36.2" },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas.All },
        };
    }
}

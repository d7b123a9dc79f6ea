using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Resources;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Objects;

/// <summary>Which resource a group and kind name: the built-in ones, and the custom ones by their definitions.</summary>
internal sealed class KnownKinds(IObjectStore store)
{
    private readonly Dictionary<(string Group, string Kind), GroupResource> _builtIn = new ResourceRegistry(store).All
        .GroupBy(kind => (kind.Group, kind.Kind)).ToDictionary(same => same.Key, same => same.First().Stored);

    private readonly Dictionary<(string Group, string Kind), GroupResource> _custom = [];

    /// <summary>Every resource that may hold objects.</summary>
    public IEnumerable<GroupResource> Served => _builtIn.Values.Concat(_custom.Values).Distinct();

    /// <summary>The resource of an owner reference's apiVersion and kind, or null when nobody serves it.</summary>
    public GroupResource? Find(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var group = slash < 0 ? "" : apiVersion[..slash];
        return _builtIn.TryGetValue((group, kind), out var resource) || _custom.TryGetValue((group, kind), out resource) ? resource : null;
    }

    /// <summary>Takes up a CustomResourceDefinition.</summary>
    public void Add(JsonObject definition) => _custom[NameOf(definition)] = new GroupResource(definition.Text("spec", "group") ?? "", definition.Text("spec", "names", "plural") ?? "");

    /// <summary>Forgets a CustomResourceDefinition.</summary>
    public void Remove(JsonObject definition) => _custom.Remove(NameOf(definition));

    private static (string Group, string Kind) NameOf(JsonObject definition) => (definition.Text("spec", "group") ?? "", definition.Text("spec", "names", "kind") ?? "");
}

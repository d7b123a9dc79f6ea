using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using System.Reflection;
using Dodas.Sandbox.Storage;
using k8s;
using k8s.Models;

namespace Dodas.Sandbox.Controllers.Objects;

/// <summary>Which resource a group and kind name: the built-in ones from KubernetesClient's models, custom ones from their definitions.</summary>
internal sealed class KnownKinds
{
    private static readonly Dictionary<(string Group, string Kind), GroupResource> BuiltIn = FindBuiltIn();

    private readonly Dictionary<(string Group, string Kind), GroupResource> _custom = [];

    /// <summary>Every resource that may hold objects.</summary>
    public IEnumerable<GroupResource> Served => BuiltIn.Values.Concat(_custom.Values).Distinct();

    /// <summary>The resource of an owner reference's apiVersion and kind, or null when nobody serves it.</summary>
    public GroupResource? Find(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var group = slash < 0 ? "" : apiVersion[..slash];
        return BuiltIn.TryGetValue((group, kind), out var resource) || _custom.TryGetValue((group, kind), out resource) ? resource : null;
    }

    /// <summary>Takes up a CustomResourceDefinition.</summary>
    public GroupResource Add(JsonObject definition)
    {
        var group = definition.Text("spec", "group") ?? "";
        return _custom[(group, definition.Text("spec", "names", "kind") ?? "")] = new GroupResource(group, definition.Text("spec", "names", "plural") ?? "");
    }

    public void Remove(JsonObject definition) => _custom.Remove((definition.Text("spec", "group") ?? "", definition.Text("spec", "names", "kind") ?? ""));

    private static Dictionary<(string Group, string Kind), GroupResource> FindBuiltIn()
    {
        var kinds = new Dictionary<(string Group, string Kind), GroupResource>();
        foreach (var type in typeof(V1Pod).Assembly.GetExportedTypes())
        {
            if (!typeof(IKubernetesObject<V1ObjectMeta>).IsAssignableFrom(type) || type.GetCustomAttribute<KubernetesEntityAttribute>() is not { PluralName: { } plural } entity)
                continue;
            kinds[(entity.Group, entity.Kind)] = new GroupResource(entity.Group, plural);
        }

        return kinds;
    }
}

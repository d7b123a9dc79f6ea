using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Resources;

/// <summary>What is served now: the built-in resources, and the custom ones, which follow the stored definitions.</summary>
internal sealed class ResourceRegistry
{
    /// <summary>Where the definitions are kept.</summary>
    public static readonly GroupResource Definitions = new("apiextensions.k8s.io", "customresourcedefinitions");

    private static readonly Lazy<List<ResourceKind>> BuiltIn = new(BuiltInResources.Read);

    private readonly IObjectStore store;
    private readonly Lock gate = new();
    private ImmutableDictionary<JsonObject, ImmutableArray<ResourceKind>> custom = ImmutableDictionary<JsonObject, ImmutableArray<ResourceKind>>.Empty;
    private Served served;

    /// <summary>Takes the definitions from a store.</summary>
    public ResourceRegistry(IObjectStore store)
    {
        this.store = store;
        served = new(BuiltIn.Value, -1);
    }

    /// <summary>Everything that is served.</summary>
    public IReadOnlyList<ResourceKind> All => Current().All;

    /// <summary>Reads the built-in resources ahead of the first request.</summary>
    public static void Warm() => _ = BuiltIn.Value;

    /// <summary>The resource of a path, or null.</summary>
    public ResourceKind? Find(string group, string version, string plural)
    {
        var known = served.ByPath.GetValueOrDefault((group, version, plural));
        return known is { Custom: null } ? known : Current().ByPath.GetValueOrDefault((group, version, plural));
    }

    /// <summary>The resource in the version its objects are kept in, or null.</summary>
    public ResourceKind? FindStored(GroupResource resource) => Current().All.FirstOrDefault(one => one.Group == resource.Group && one.Plural == resource.Plural && one.Version == one.StoredVersion);

    /// <summary>Forgets what it read of the definitions, so that the next question sees the newest.</summary>
    public void Refresh() => served = served with { DefinitionsAt = -1 };

    private Served Current()
    {
        if (served.DefinitionsAt >= 0)
            return served;
        lock (gate)
        {
            var definitions = store.List(Definitions);
            var kinds = new List<ResourceKind>(BuiltIn.Value);
            var next = ImmutableDictionary.CreateBuilder<JsonObject, ImmutableArray<ResourceKind>>();
            foreach (var definition in definitions.Where(definition => definition.Items("status", "conditions").Any(c => c.Text("type") == "Established" && c.Text("status") == "True")))
            {
                var read = custom.TryGetValue(definition, out var known) ? known : [.. CustomResources.Read(definition)];
                next[definition] = read;
                kinds.AddRange(read);
            }

            custom = next.ToImmutable();
            return served = new(kinds, definitions.Count);
        }
    }

    private sealed record Served(IReadOnlyList<ResourceKind> All, long DefinitionsAt)
    {
        public Dictionary<(string Group, string Version, string Plural), ResourceKind> ByPath { get; } = All
            .GroupBy(kind => (kind.Group, kind.Version, kind.Plural)).ToDictionary(same => same.Key, same => same.First());
    }
}

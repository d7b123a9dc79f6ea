using System.Text.Json.Nodes;
using Dodas.Catalog.Blocks;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Compositions;

/// <summary>Values as helm sees them.</summary>
public static class HelmValues
{
    /// <summary>Defaults with overrides laid over: objects merge, everything else replaces, and a null removes a key that the defaults have (and stays a null where they have none). Seen with helm 4.1.4.</summary>
    public static JsonObject Merge(JsonObject defaults, JsonObject overrides)
    {
        var merged = new JsonObject();
        foreach (var (name, value) in defaults)
        {
            if (!overrides.TryGetPropertyValue(name, out var given)) merged[name] = value?.DeepClone();
            else if (given is JsonObject over && value is JsonObject under) merged[name] = Merge(under, over);
            else if (given is not null) merged[name] = given.DeepClone();
        }

        foreach (var (name, value) in overrides)
        {
            if (!defaults.ContainsKey(name)) merged[name] = value?.DeepClone();
        }

        return merged;
    }

    /// <summary>A scalar as text; null for an object, a list, a null and what is not there.</summary>
    internal static string? TextAt(JsonObject values, string pointer) => JsonPointer.Get(values, pointer) is JsonValue value
        ? value.TryGetValue<string>(out var text) ? text : value.ToJsonString()
        : null;

    internal static bool Holds(Condition? condition, JsonObject values) => condition is null || TextAt(values, condition.Path) == condition.EqualTo;
}

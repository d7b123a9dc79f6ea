using System.Text.Json.Nodes;

namespace Dodas.Sandbox.Patching;

/// <summary>JSON Merge Patch (RFC 7386).</summary>
internal static class MergePatch
{
    /// <summary>Applies a patch to a document, which may be changed, and gives the result.</summary>
    public static JsonNode? Apply(JsonNode? document, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
            return patch?.DeepClone();
        var result = document as JsonObject ?? [];
        foreach (var (name, value) in changes)
        {
            if (value is null)
                result.Remove(name);
            else if (value is JsonObject)
                Set(result, name, Apply(result[name], value));
            else
                result[name] = value.DeepClone();
        }

        return result;
    }

    private static void Set(JsonObject parent, string name, JsonNode? value)
    {
        if (!ReferenceEquals(parent[name], value))
            parent[name] = value;
    }
}

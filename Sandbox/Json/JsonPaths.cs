using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dodas.Sandbox.Json;

/// <summary>Reads documents by paths of property names; what is absent or of another type is null.</summary>
internal static class JsonPaths
{
    /// <summary>The node at a path, or null.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (node is not JsonObject map || !map.TryGetPropertyValue(name, out node))
                return null;
        }

        return node;
    }

    /// <summary>The object at a path, or null.</summary>
    public static JsonObject? Map(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) as JsonObject;

    /// <summary>The array at a path, or null.</summary>
    public static JsonArray? List(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) as JsonArray;

    /// <summary>The objects of the array at a path; none when there is no array.</summary>
    public static IEnumerable<JsonObject> Items(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) is JsonArray list ? list.OfType<JsonObject>() : [];

    /// <summary>The string at a path, or null.</summary>
    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>Says whether the value at a path is true.</summary>
    public static bool Flag(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    /// <summary>The whole number at a path, or null.</summary>
    public static long? Number(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path).AsNumber();

    /// <summary>A node as a whole number, whatever CLR type it holds, or null.</summary>
    public static long? AsNumber(this JsonNode? node)
    {
        if (node is not JsonValue value || value.GetValueKind() != JsonValueKind.Number)
            return null;
        if (value.TryGetValue<long>(out var whole))
            return whole;
        if (value.TryGetValue<int>(out var small))
            return small;
        return value.TryGetValue<double>(out var number) && double.IsInteger(number) ? (long)number : null;
    }

    /// <summary>The object at a name, made when it is absent.</summary>
    public static JsonObject Ensure(this JsonObject parent, string name)
    {
        if (parent[name] is JsonObject child)
            return child;
        parent[name] = child = [];
        return child;
    }

    /// <summary>Sets a property when it is absent or null, and says whether it did.</summary>
    public static bool Default(this JsonObject parent, string name, JsonNode value)
    {
        if (parent[name] is not null)
            return false;
        parent[name] = value;
        return true;
    }

    /// <summary>Says whether a node is a string and gives it.</summary>
    public static bool IsText(this JsonNode? node, [NotNullWhen(true)] out string? text)
    {
        text = null;
        return node is JsonValue value && value.TryGetValue(out text);
    }
}

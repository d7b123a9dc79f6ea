using System.Text.Json.Nodes;

namespace Dodas.Catalog.Documents;

/// <summary>Applies the patches our own fixes are made of: JSON Patch (RFC 6902) with <c>add</c>, <c>replace</c> and <c>remove</c>.</summary>
public static class JsonPatch
{
    /// <summary>A patched copy; the document itself is not changed.</summary>
    /// <exception cref="DocumentException">An operation is unknown, or what it names is not there.</exception>
    public static JsonNode Apply(JsonNode document, JsonArray patch)
    {
        var copy = document.DeepClone();
        foreach (var operation in patch)
        {
            if (operation is not JsonObject members || Text(members, "path") is not { } path || JsonPointer.Parse(path) is not { Count: > 0 } tokens)
                throw new DocumentException("A patch operation needs 'op' and a 'path' below the root.");
            var parent = JsonPointer.Get(copy, JsonPointer.Parent(path));
            if (!Applied(Text(members, "op"), parent, tokens[^1], members["value"]))
                throw new DocumentException($"The patch cannot {Text(members, "op") ?? "be applied at"} '{path}'.");
        }

        return copy;
    }

    /// <summary>One operation.</summary>
    public static JsonObject Operation(string op, string path, JsonNode? value = null) => op == "remove"
        ? new JsonObject { ["op"] = op, ["path"] = path }
        : new JsonObject { ["op"] = op, ["path"] = path, ["value"] = value?.DeepClone() };

    private static bool Applied(string? op, JsonNode? parent, string token, JsonNode? value) => (op, parent) switch
    {
        ("add", JsonObject members) => Put(members, token, value),
        ("replace", JsonObject members) => members.ContainsKey(token) && Put(members, token, value),
        ("remove", JsonObject members) => members.Remove(token),
        ("add", JsonArray items) => Insert(items, token, value),
        ("replace", JsonArray items) => JsonPointer.Index(token) is { } index && index < items.Count && Replace(items, index, value),
        ("remove", JsonArray items) => JsonPointer.Remove(items, JsonPointer.Append("", token)),
        _ => false,
    };

    private static bool Put(JsonObject members, string name, JsonNode? value)
    {
        members[name] = value?.DeepClone();
        return true;
    }

    private static bool Insert(JsonArray items, string token, JsonNode? value)
    {
        var index = token == "-" ? items.Count : JsonPointer.Index(token) ?? -1;
        if (index < 0 || index > items.Count) return false;
        items.Insert(index, value?.DeepClone());
        return true;
    }

    private static bool Replace(JsonArray items, int index, JsonNode? value)
    {
        items[index] = value?.DeepClone();
        return true;
    }

    private static string? Text(JsonObject members, string name) => (members[name] as JsonValue)?.TryGetValue<string>(out var text) == true ? text : null;
}

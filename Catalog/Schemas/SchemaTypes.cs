using System.Text.Json.Nodes;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Schemas;

/// <summary>What a schema says in plain sight about the values at a pointer. It reads <c>properties</c>, local <c>$ref</c> and <c>allOf</c>; what is more roundabout it does not see.</summary>
internal static class SchemaTypes
{
    /// <summary>The types allowed at the pointer; none when the schema does not say.</summary>
    public static IReadOnlyList<string> At(JsonNode? schema, string pointer)
    {
        var at = new List<JsonObject>();
        Collect(schema, schema, at, 0);
        foreach (var token in JsonPointer.Parse(pointer) ?? [])
        {
            var children = at.Select(known => (known["properties"] as JsonObject)?[token]).Where(child => child is not null).ToList();
            at = [];
            foreach (var child in children) Collect(schema, child, at, 0);
        }

        return at.Select(known => known["type"]).FirstOrDefault(type => type is not null) switch
        {
            JsonArray several => [.. several.OfType<JsonValue>().Select(type => type.ToString())],
            JsonValue one => [one.ToString()],
            _ => [],
        };
    }

    /// <summary>What a reference within the document names, or null.</summary>
    public static JsonNode? Resolve(JsonNode? document, JsonObject schema) =>
        schema["$ref"] is JsonValue value && value.TryGetValue<string>(out var reference) && reference.StartsWith('#')
            ? JsonPointer.Get(document, Uri.UnescapeDataString(reference[1..]))
            : null;

    private static void Collect(JsonNode? document, JsonNode? schema, List<JsonObject> into, int depth)
    {
        if (schema is not JsonObject members || depth > 20) return;
        into.Add(members);
        Collect(document, Resolve(document, members), into, depth + 1);
        foreach (var part in members["allOf"] as JsonArray ?? []) Collect(document, part, into, depth + 1);
    }
}

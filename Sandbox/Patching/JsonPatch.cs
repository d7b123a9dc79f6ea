using System.Globalization;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Api;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Patching;

/// <summary>JSON Patch (RFC 6902).</summary>
internal static class JsonPatch
{
    private const int MaxOperations = 10_000;

    /// <summary>Applies a patch to a document, which may be changed, and gives the result.</summary>
    /// <exception cref="StatusException">400 for what is no patch, 422 for a patch that does not fit the document.</exception>
    public static JsonNode? Apply(JsonNode? document, JsonNode? patch)
    {
        if (patch is not JsonArray operations)
            throw Refusal.BadRequest("json: cannot unmarshal object into Go value of type jsonpatch.Patch");
        if (operations.Count > MaxOperations)
            throw new StatusException(413, "RequestEntityTooLarge", $"The allowed maximum operations in a JSON patch is {MaxOperations}, got {operations.Count}");
        foreach (var operation in operations)
            document = Step(document, operation as JsonObject ?? throw Refusal.BadRequest("json: cannot unmarshal patch operation"));
        return document;
    }

    private static JsonNode? Step(JsonNode? document, JsonObject operation)
    {
        var path = Pointer(operation.Text("path"));
        switch (operation.Text("op"))
        {
            case "add":
                return Put(document, path, operation["value"]?.DeepClone(), insert: true);
            case "replace":
                Get(document, path);
                return Put(document, path, operation["value"]?.DeepClone(), insert: false);
            case "remove":
                return Remove(document, path);
            case "move":
                var from = Pointer(operation.Text("from"));
                var moved = Get(document, from)?.DeepClone();
                return Put(Remove(document, from), path, moved, insert: true);
            case "copy":
                return Put(document, path, Get(document, Pointer(operation.Text("from")))?.DeepClone(), insert: true);
            case "test":
                return JsonNode.DeepEquals(Get(document, path), operation["value"]) ? document : throw DoesNotFit();
            default:
                throw Refusal.BadRequest($"Unexpected kind: {operation.Text("op") ?? "missing operation"}");
        }
    }

    private static string[] Pointer(string? pointer)
    {
        if (pointer is null || (pointer.Length > 0 && pointer[0] != '/'))
            throw DoesNotFit();
        return pointer.Length == 0 ? [] : [.. pointer[1..].Split('/').Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
    }

    private static JsonNode? Get(JsonNode? node, ReadOnlySpan<string> path)
    {
        foreach (var part in path)
        {
            node = node switch
            {
                JsonObject map when map.TryGetPropertyValue(part, out var child) => child,
                JsonArray list when Index(part, list.Count - 1) is { } index => list[index],
                _ => throw DoesNotFit(),
            };
        }

        return node;
    }

    private static JsonNode? Put(JsonNode? document, string[] path, JsonNode? value, bool insert)
    {
        if (path.Length == 0)
            return value;
        switch (Get(document, path.AsSpan(..^1)))
        {
            case JsonObject map:
                map[path[^1]] = value;
                break;
            case JsonArray list when insert && path[^1] == "-":
                list.Add(value);
                break;
            case JsonArray list when insert && Index(path[^1], list.Count) is { } at:
                list.Insert(at, value);
                break;
            case JsonArray list when !insert && Index(path[^1], list.Count - 1) is { } at:
                list[at] = value;
                break;
            default:
                throw DoesNotFit();
        }

        return document;
    }

    private static JsonNode? Remove(JsonNode? document, string[] path)
    {
        if (path.Length == 0)
            return null;
        switch (Get(document, path.AsSpan(..^1)))
        {
            case JsonObject map when map.Remove(path[^1]):
                break;
            case JsonArray list when Index(path[^1], list.Count - 1) is { } at:
                list.RemoveAt(at);
                break;
            default:
                throw DoesNotFit();
        }

        return document;
    }

    private static int? Index(string part, int last) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= last ? index : null;

    private static StatusException DoesNotFit() => new(422, "Invalid", "the server rejected our request due to an error in our request", []);
}

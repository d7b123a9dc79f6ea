using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dodas.Sandbox.Json;

/// <summary>Parses JSON as an API server does: bounded depth, the last of two equal keys wins and is reported.</summary>
internal static class JsonText
{
    private const int MaxDepth = 100;

    /// <summary>Parses a document; gives the paths of duplicate fields in <paramref name="duplicates"/>.</summary>
    /// <exception cref="JsonException">It is not JSON, or nested too deeply.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8, List<string> duplicates)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        if (!reader.Read())
            throw new JsonException("unexpected end of JSON input");
        var node = Value(ref reader, "", duplicates);
        if (reader.Read())
            throw new JsonException("invalid character after top-level value");
        return node;
    }

    private static JsonNode? Value(ref Utf8JsonReader reader, string path, List<string> duplicates)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var map = new JsonObject();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    var child = path.Length == 0 ? name : $"{path}.{name}";
                    if (map.ContainsKey(name))
                        duplicates.Add(child);
                    reader.Read();
                    map[name] = Value(ref reader, child, duplicates);
                }

                return map;
            case JsonTokenType.StartArray:
                var list = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    list.Add(Value(ref reader, $"{path}[{list.Count}]", duplicates));
                return list;
            case JsonTokenType.String:
                return JsonValue.Create(Text(ref reader));
            case JsonTokenType.True:
                return JsonValue.Create(true);
            case JsonTokenType.False:
                return JsonValue.Create(false);
            case JsonTokenType.Null:
                return null;
            default:
                return JsonValue.Create(JsonElement.ParseValue(ref reader));
        }
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("invalid UTF-8 or surrogate in string", e);
        }
    }

    /// <summary>A document as one line of JSON text.</summary>
    public static string Write(JsonNode? node) => node is null ? "null" : Encoding.UTF8.GetString(Storage.StoredObject.Serialize(node));
}

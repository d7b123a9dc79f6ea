using System.Text.Json.Nodes;

namespace Dodas.Catalog.Documents;

/// <summary>YAML → JSON with helm's meaning of scalars, bounded in size, depth and what aliases expand to, one document only.</summary>
public static class YamlReader
{
    /// <summary>Reads a text; null for an empty one.</summary>
    /// <exception cref="DocumentException">It is not YAML, is more than one document, or is past a limit.</exception>
    public static JsonNode? Read(string text, DocumentLimits? limits = null) => new YamlParsing(limits ?? DocumentLimits.Default, lines: null).Read(text);

    /// <summary>Reads a text whose root must be a mapping; an empty text is an empty mapping, as helm reads values.</summary>
    /// <exception cref="DocumentException">As <see cref="Read"/>, or the root is something else.</exception>
    public static JsonObject ReadObject(string text, DocumentLimits? limits = null) => Read(text, limits) switch
    {
        null => [],
        JsonObject root => root,
        _ => throw new DocumentException("Write names with values here, such as 'name: value'.", 1, 1),
    };

    /// <summary>Reads a text and remembers the line of each node, for errors that name it.</summary>
    /// <exception cref="DocumentException">As <see cref="Read"/>.</exception>
    public static YamlDocument ReadWithLines(string text, DocumentLimits? limits = null)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var root = new YamlParsing(limits ?? DocumentLimits.Default, lines).Read(text);
        return new YamlDocument(root, lines);
    }
}

using System.Text.Json.Nodes;

namespace Dodas.Catalog.Schemas;

/// <summary>A version of the JSON Schema language, oldest first.</summary>
internal enum Dialect
{
    Draft4,
    Draft6,
    Draft7,
    Draft201909,
    Draft202012,
}

/// <summary>One schema object or boolean, compiled.</summary>
internal sealed class SchemaNode(JsonNode source, string location, SchemaResource resource)
{
    public JsonNode Source { get; } = source;

    /// <summary>JSON pointer from the document's root.</summary>
    public string Location { get; } = location;

    public SchemaResource Resource { get; } = resource;

    /// <summary>A text member of the schema, such as its title.</summary>
    public string? Text(string name) => (Source as JsonObject)?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>Set for the schemas true and false.</summary>
    public bool? Always { get; init; }

    /// <summary>In the order they must run: what looks at others' results comes last.</summary>
    public IReadOnlyList<Keyword> Keywords { get; set; } = [];
}

/// <summary>A schema with an identity of its own: the document, or a part with <c>$id</c>.</summary>
internal sealed class SchemaResource(Uri address, Dialect dialect)
{
    public Uri Address { get; } = address;

    public Dialect Dialect { get; } = dialect;

    public SchemaNode? Root { get; set; }

    public Dictionary<string, SchemaNode> Anchors { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SchemaNode> DynamicAnchors { get; } = new(StringComparer.Ordinal);
}

/// <summary>One keyword of one schema.</summary>
internal abstract class Keyword(string name)
{
    public string Name { get; } = name;

    /// <summary>Checks the frame's instance; adds errors and notes what was evaluated.</summary>
    public abstract void Evaluate(Frame frame);
}

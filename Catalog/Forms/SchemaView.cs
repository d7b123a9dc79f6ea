using System.Text.Json;
using System.Text.Json.Nodes;
using Dodas.Catalog.Schemas;

namespace Dodas.Catalog.Forms;

/// <summary>What a form can read off a schema: its own members and, behind them, those of what it refers to within the document.</summary>
internal sealed class SchemaView
{
    // Keywords by which a value has several possible shapes: a form would show only one of them.
    private static readonly string[] Shapes = ["oneOf", "anyOf", "not", "patternProperties", "prefixItems"];
    private readonly JsonNode? document;
    private readonly List<JsonObject> layers = [];

    public SchemaView(JsonNode? document, JsonNode? schema)
    {
        this.document = document;
        for (var at = schema as JsonObject; at is not null && layers.Count < 20 && !layers.Contains(at); at = SchemaTypes.Resolve(document, at) as JsonObject) layers.Add(at);
    }

    /// <summary>The member of the outermost layer that has it.</summary>
    public JsonNode? this[string name] => layers.Find(layer => layer.ContainsKey(name))?[name];

    public IReadOnlyList<(string Name, SchemaView Schema)> Properties =>
        this["properties"] is JsonObject members ? [.. members.Select(member => (member.Key, new SchemaView(document, member.Value)))] : [];

    public bool AllowsOthers => this["additionalProperties"]?.GetValueKind() != JsonValueKind.False && this["unevaluatedProperties"]?.GetValueKind() != JsonValueKind.False;

    public IReadOnlyList<JsonNode?> Choices => this["enum"] is JsonArray values ? [.. values]
        : Has("const") ? [this["const"]]
        : this["oneOf"] is JsonArray forms ? [.. forms.Select(form => form!["const"])] : [];

    public string? Text(string name) => this[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public bool Requires(string name) => this["required"] is JsonArray names && names.Any(known => known is JsonValue value && value.TryGetValue<string>(out var text) && text == name);

    public decimal? Minimum(bool whole) => Highest(Number("minimum"), Number("exclusiveMinimum") is { } above && whole ? Math.Floor(above) + 1 : Number("exclusiveMinimum"));

    public decimal? Maximum(bool whole) => -Highest(-Number("maximum"), -(Number("exclusiveMaximum") is { } below && whole ? Math.Ceiling(below) - 1 : Number("exclusiveMaximum")));

    /// <summary>How a field for it is shown, given the value it has when nothing is set.</summary>
    public FieldKind Kind(JsonNode? value)
    {
        if (this["enum"] is JsonArray { Count: > 0 } values) return values.All(choice => choice is null or JsonValue) ? FieldKind.Choice : FieldKind.Yaml;
        if (Has("const")) return this["const"] is JsonValue ? FieldKind.Choice : FieldKind.Yaml;
        if (this["oneOf"] is JsonArray { Count: > 0 } forms && forms.All(form => form is JsonObject { } members && members["const"] is JsonValue)) return FieldKind.Choice;
        if (Shapes.Any(Has) || this["additionalProperties"] is JsonObject) return FieldKind.Yaml;
        return Type(value) switch
        {
            "string" => FieldKind.Text,
            "integer" => FieldKind.Integer,
            "number" => FieldKind.Number,
            "boolean" => FieldKind.Switch,
            "object" when Has("properties") || value is JsonObject { Count: > 0 } => FieldKind.Group,
            _ => FieldKind.Yaml,
        };
    }

    private bool Has(string name) => layers.Exists(layer => layer.ContainsKey(name));

    private string? Type(JsonNode? value)
    {
        if (this["type"] is JsonArray several)
        {
            // A type or null: a field of that type, which may be left without a value.
            var types = several.OfType<JsonValue>().Select(type => type.ToString()).Where(type => type != "null").ToList();
            return types.Count == 1 ? types[0] : null;
        }

        if (Text("type") is { } one) return one;
        if (Has("properties")) return "object";
        return value?.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Number => JsonNumber.Of(value)!.Value.IsInteger ? "integer" : "number",
            JsonValueKind.Object => "object",
            _ => null,
        };
    }

    private decimal? Number(string name) => JsonNumber.Of(this[name])?.Exact;

    private static decimal? Highest(decimal? a, decimal? b) => a is null ? b : b is null ? a : Math.Max(a.Value, b.Value);
}

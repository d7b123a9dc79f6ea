using System.Text.Json;
using System.Text.Json.Nodes;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Schemas.Keywords;

/// <summary>What a keyword is made from.</summary>
internal sealed record KeywordContext(SchemaCompiler Compiler, JsonObject Schema, string Location, SchemaResource Resource)
{
    public Dialect Dialect => Resource.Dialect;

    public SchemaNode? Child(string name) => Schema[name] is { } child ? Compiler.Node(child, JsonPointer.Append(Location, name), Resource) : null;

    public IReadOnlyList<SchemaNode> Children(string name) => Schema[name] is JsonArray items
        ? [.. items.Select((item, i) => Compiler.Node(item, JsonPointer.Append(JsonPointer.Append(Location, name), i), Resource))]
        : [];

    public IReadOnlyDictionary<string, SchemaNode> Named(string name) => Schema[name] is JsonObject members
        ? members.ToDictionary(member => member.Key, member => Compiler.Node(member.Value, JsonPointer.Append(JsonPointer.Append(Location, name), member.Key), Resource), StringComparer.Ordinal)
        : new Dictionary<string, SchemaNode>(StringComparer.Ordinal);

    public JsonNumber? Number(string name) => JsonNumber.Of(Schema[name]);

    /// <summary>A count that is not negative; larger ones than any value could reach are as good as none.</summary>
    public int? Count(string name) => Number(name) is { IsInteger: true } number && number.Near >= 0 ? (int)Math.Min(number.Near, int.MaxValue) : null;

    public string? Text(string name) => Schema[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public IReadOnlyList<string> Texts(string name) => Schema[name] is JsonArray items
        ? [.. items.OfType<JsonValue>().Where(item => item.GetValueKind() == JsonValueKind.String).Select(item => item.GetValue<string>())]
        : [];
}

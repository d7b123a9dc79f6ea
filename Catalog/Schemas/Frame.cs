using System.Text.Json.Nodes;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Schemas;

/// <summary>One schema applied to one value: its errors, and which members and items some keyword has looked at.</summary>
internal sealed class Frame(EvaluationRun run, SchemaNode schema, JsonNode? instance, string path, Frame? parent)
{
    private HashSet<string>? properties;
    private HashSet<int>? items;

    public SchemaNode Schema { get; } = schema;

    public JsonNode? Instance { get; } = instance;

    public string Path { get; } = path;

    public Frame? Parent { get; } = parent;

    public int Level { get; } = (parent?.Level ?? 0) + 1;

    public List<SchemaError> Errors { get; } = [];

    public bool IsValid => Errors.Count == 0;

    public bool IsRoot => Path.Length == 0;

    /// <summary>Last part of the path, as a person wrote it.</summary>
    public string Token => JsonPointer.Parse(Path) is { Count: > 0 } tokens ? tokens[^1] : "";

    /// <summary>Names of the members that were looked at. Most frames are of scalars and need none.</summary>
    public HashSet<string> Properties => properties ??= new(StringComparer.Ordinal);

    /// <summary>Indexes of the items that were looked at.</summary>
    public HashSet<int> Items => items ??= [];

    /// <summary>What messages call the value.</summary>
    public string Subject => Wording.Subject(this);

    public void Fail(string keyword, string message, string? member = null) => Errors.Add(new SchemaError(
        member is null ? Path : JsonPointer.Append(Path, member), JsonPointer.Append(Schema.Location, keyword), keyword, message));

    /// <summary>Another schema on the same value.</summary>
    public Frame Here(SchemaNode other) => run.Evaluate(other, Instance, Path, this);

    /// <summary>A schema on a member.</summary>
    public Frame On(SchemaNode child, string name, JsonNode? value) => run.Evaluate(child, value, JsonPointer.Append(Path, name), this);

    /// <summary>A schema on an item.</summary>
    public Frame On(SchemaNode child, int index, JsonNode? value) => run.Evaluate(child, value, JsonPointer.Append(Path, index), this);

    /// <summary>A schema on a value that has no place of its own, such as a member's name.</summary>
    public Frame Beside(SchemaNode child, JsonNode? value) => run.Evaluate(child, value, Path, this);

    /// <summary>Makes a schema on the same value count here: its errors, or what it looked at.</summary>
    public void Take(Frame other)
    {
        Errors.AddRange(other.Errors);
        if (!other.IsValid) return;
        if (other.properties is not null) Properties.UnionWith(other.properties);
        if (other.items is not null) Items.UnionWith(other.items);
    }
}

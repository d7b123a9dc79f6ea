using System.Text.Json.Nodes;
using Dodas.Catalog.Blocks;
using Dodas.Catalog.Documents;
using Dodas.Catalog.Schemas;

namespace Dodas.Catalog.Forms;

/// <summary>A block's values schema and values.yaml → form. What it does not understand becomes a YAML field for that node; it never fails.</summary>
public static class FormBuilder
{
    /// <summary>The form's root group. Fields come in the schema's order; keys that only values.yaml has come after them, unless the schema forbids them.</summary>
    public static FormField Build(Block block) => new FormBuilding(block).Root();
}

/// <summary>One run over one block.</summary>
internal sealed class FormBuilding(Block block)
{
    private const int MostLevels = 12;
    private const int MostFields = 2000;
    private readonly HashSet<string> wired = [.. Wired(block.Contract)];
    private readonly HashSet<string> important = [.. block.Contract?.Important ?? []];
    private int fields;

    public FormField Root()
    {
        var root = Field(new SchemaView(block.Schema, block.Schema), "", block.Title, required: false);
        return root.Kind == FieldKind.Group ? root with { Title = block.Title } : Group(new SchemaView(null, null), "", root with { Title = block.Title, Kind = FieldKind.Group });
    }

    private FormField Field(SchemaView schema, string pointer, string key, bool required)
    {
        var known = JsonPointer.TryGet(block.Defaults, pointer, out var value);
        var field = new FormField
        {
            Pointer = pointer,
            Title = schema.Text("title") ?? Wording.Title(key),
            Help = schema.Text("description") ?? "",
            Kind = FieldKind.Yaml,
            Default = known ? value : schema["default"],
            Required = required,
            Important = important.Contains(pointer),
            Wired = wired.Any(written => JsonPointer.IsWithin(pointer, written)),
        };
        if (++fields > MostFields || pointer.Count(c => c == '/') > MostLevels) return field;
        var kind = schema.Kind(field.Default);
        return kind == FieldKind.Group ? Group(schema, pointer, field) : field with
        {
            Kind = kind,
            Choices = kind == FieldKind.Choice ? schema.Choices : [],
            Minimum = kind is FieldKind.Integer or FieldKind.Number ? schema.Minimum(kind == FieldKind.Integer) : null,
            Maximum = kind is FieldKind.Integer or FieldKind.Number ? schema.Maximum(kind == FieldKind.Integer) : null,
            Pattern = kind == FieldKind.Text ? schema.Text("pattern") : null,
        };
    }

    private FormField Group(SchemaView schema, string pointer, FormField field)
    {
        var named = schema.Properties;
        var children = named.Select(member => Field(member.Schema, JsonPointer.Append(pointer, member.Name), member.Name, schema.Requires(member.Name))).ToList();
        if (schema.AllowsOthers && JsonPointer.Get(block.Defaults, pointer) is JsonObject defaults)
        {
            var names = named.Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
            children.AddRange(defaults.Where(member => !names.Contains(member.Key)).Select(member =>
                Field(new SchemaView(null, null), JsonPointer.Append(pointer, member.Key), member.Key, required: false)));
        }

        return field with { Kind = FieldKind.Group, Fields = children, Wired = field.Wired || (children.Count > 0 && children.TrueForAll(child => child.Wired)) };
    }

    private static IEnumerable<string> Wired(BlockContract? contract) =>
        (contract?.Secrets ?? []).Select(secret => secret.ValuePath)
            .Concat((contract?.Requires ?? []).SelectMany(requirement => requirement.Bind.Values.Append(requirement.Enable)))
            .OfType<string>();
}

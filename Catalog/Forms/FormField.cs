using System.Text.Json.Nodes;

namespace Dodas.Catalog.Forms;

/// <summary>How a field is shown.</summary>
public enum FieldKind
{
    /// <summary>One line of text.</summary>
    Text,

    /// <summary>A number with fractions.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>On or off.</summary>
    Switch,

    /// <summary>One of a few values.</summary>
    Choice,

    /// <summary>Fields of a nested object.</summary>
    Group,

    /// <summary>Anything the form does not understand: that part of the values as YAML.</summary>
    Yaml,
}

/// <summary>One field of a form made from a values schema: typed, immutable, without any state of a page.</summary>
public sealed record FormField
{
    /// <summary>JSON pointer into the values; empty for the root group.</summary>
    public required string Pointer { get; init; }

    /// <summary>What a person reads: the schema's title, or the key made readable.</summary>
    public required string Title { get; init; }

    /// <summary>The schema's description; empty when it has none.</summary>
    public string Help { get; init; } = "";

    /// <summary>How it is shown.</summary>
    public required FieldKind Kind { get; init; }

    /// <summary>The value when nothing is set: from values.yaml, or from the schema.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>The values of a choice, in the schema's order.</summary>
    public IReadOnlyList<JsonNode?> Choices { get; init; } = [];

    /// <summary>Smallest number allowed.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>Largest number allowed.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>Regular expression a text must match.</summary>
    public string? Pattern { get; init; }

    /// <summary>The schema says it must be there.</summary>
    public bool Required { get; init; }

    /// <summary>The block asks for it to be shown first.</summary>
    public bool Important { get; init; }

    /// <summary>Written by the portal when blocks are connected; a person does not set it.</summary>
    public bool Wired { get; init; }

    /// <summary>Fields of a group, in the schema's order.</summary>
    public IReadOnlyList<FormField> Fields { get; init; } = [];
}

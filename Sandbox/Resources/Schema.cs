namespace Dodas.Sandbox.Resources;

/// <summary>What a field holds.</summary>
internal enum SchemaType
{
    /// <summary>Anything.</summary>
    Any,

    /// <summary>A struct with known fields.</summary>
    Object,

    /// <summary>Values by free keys.</summary>
    Map,

    /// <summary>A list.</summary>
    List,

    /// <summary>Text.</summary>
    String,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number or text.</summary>
    IntOrString,

    /// <summary>A resource quantity: text or a number.</summary>
    Quantity,

    /// <summary>Base64 text.</summary>
    Bytes,

    /// <summary>An RFC 3339 time.</summary>
    Time,
}

/// <summary>How a list merges in server-side apply.</summary>
internal enum ListMerge
{
    /// <summary>As a whole.</summary>
    Atomic,

    /// <summary>By its values.</summary>
    Set,

    /// <summary>By the keys of its items.</summary>
    Map,
}

/// <summary>What a field holds and how it merges.</summary>
internal sealed record Schema
{
    /// <summary>Anything, taken as a whole.</summary>
    public static readonly Schema Any = new() { Type = SchemaType.Any };

    /// <summary>What it holds.</summary>
    public required SchemaType Type { get; init; }

    /// <summary>int32, int64, double, date-time or byte; null when there is nothing more to say.</summary>
    public string? Format { get; init; }

    /// <summary>The fields of an object.</summary>
    public ObjectType? Model { get; init; }

    /// <summary>The schema of a list's items or of a map's values.</summary>
    public Schema? Items { get; init; }

    /// <summary>How a list merges in server-side apply.</summary>
    public ListMerge List { get; init; }

    /// <summary>The keys of a list that merges by keys.</summary>
    public IReadOnlyList<string> MapKeys { get; init; } = [];

    /// <summary>A map or object that server-side apply takes as a whole.</summary>
    public bool AtomicMap { get; init; }

    /// <summary>The key by which a strategic merge patch merges the list's items.</summary>
    public string? PatchMergeKey { get; init; }

    /// <summary>A strategic merge patch merges this list instead of replacing it.</summary>
    public bool PatchMerge { get; init; }

    /// <summary>A strategic merge patch may name the keys that remain.</summary>
    public bool PatchRetainKeys { get; init; }

    /// <summary>A strategic merge patch replaces this field as a whole.</summary>
    public bool PatchReplace { get; init; }

    /// <summary>The Go type, as decoding errors name it.</summary>
    public string GoType => Type switch
    {
        SchemaType.String => "string",
        SchemaType.Bytes => "[]uint8",
        SchemaType.Integer => Format is "int64" ? "int64" : "int32",
        SchemaType.Number => "float64",
        SchemaType.Boolean => "bool",
        SchemaType.Object => Model!.QualifiedName,
        SchemaType.List => "[]" + Items!.GoType,
        SchemaType.Map => "map[string]" + Items!.GoType,
        _ => Type.ToString(),
    };

    /// <summary>The schema of a named child, or null when there is none of this name.</summary>
    public Schema? Child(string name) => Type switch
    {
        SchemaType.Object => Model!.Field(name),
        SchemaType.Map => Items,
        _ => null,
    };
}

/// <summary>A struct: its name and its fields, found when they are first asked for.</summary>
/// <param name="name">The type's name, such as <c>ObjectMeta</c>.</param>
/// <param name="package">Where it stands in OpenAPI documents, such as <c>io.k8s.api.core.v1</c>.</param>
/// <param name="fields">Gives the fields.</param>
internal sealed class ObjectType(string name, string package, Func<IReadOnlyDictionary<string, Schema>> fields)
{
    private readonly Lazy<IReadOnlyDictionary<string, Schema>> fields = new(fields);

    /// <summary>The type's name, such as <c>ObjectMeta</c>.</summary>
    public string Name => name;

    /// <summary>The name in OpenAPI documents, such as <c>io.k8s.api.core.v1.Container</c>.</summary>
    public string OpenApiName => $"{package}.{name}";

    /// <summary>The name as Go prints it, such as <c>v1.Container</c>.</summary>
    public string QualifiedName => $"{package[(package.LastIndexOf('.') + 1)..]}.{name}";

    /// <summary>The fields by JSON name.</summary>
    public IReadOnlyDictionary<string, Schema> Fields => fields.Value;

    /// <summary>Fields that must be there.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>Unknown fields are kept instead of dropped.</summary>
    public bool PreservesUnknown { get; init; }

    /// <summary>The whole type is taken as one value in server-side apply.</summary>
    public bool Atomic { get; init; }

    /// <summary>The field of a name, or null.</summary>
    public Schema? Field(string field) => fields.Value.GetValueOrDefault(field) ?? (PreservesUnknown ? Schema.Any : null);
}

using System.Text.Json.Nodes;
using Dodas.Catalog.Compositions;
using Dodas.Catalog.Documents;
using Dodas.Catalog.Forms;

namespace Dodas.Portal.Compose;

/// <summary>What the fields of one block's form share: its values, what was found about them, and the way to change them.</summary>
/// <param name="block">The block.</param>
/// <param name="findings">Everything found about the composition.</param>
/// <param name="composition">The composition the findings are about.</param>
/// <param name="change">Takes the block's new overrides.</param>
public sealed class FormScope(KnownBlock block, IReadOnlyList<Finding> findings, Composition composition, Action<JsonObject> change)
{
    private readonly IReadOnlyList<(string Pointer, Finding Finding)> found =
        [.. findings
            .Select(finding => (Place: FindingPlace.Of(finding.Path, composition), Finding: finding))
            .Where(entry => entry.Place.Block == block.Placed.Name && entry.Place.Pointer is not null)
            .Select(entry => (entry.Place.Pointer!, entry.Finding))];

    /// <summary>The value in force: the override, or the default.</summary>
    public JsonNode? Value(FormField field) => JsonPointer.TryGet(block.Placed.Values, field.Pointer, out var set) ? set : field.Default;

    /// <summary>A person set it.</summary>
    public bool IsSet(FormField field) => JsonPointer.TryGet(block.Placed.Values, field.Pointer, out _);

    /// <summary>The worst thing found at this field, or null. A field that holds a whole part of the values takes what lies below it too.</summary>
    public Finding? Found(FormField field)
        => found.Where(entry => field.Kind == FieldKind.Yaml ? JsonPointer.IsWithin(entry.Pointer, field.Pointer) : entry.Pointer == field.Pointer).Select(entry => entry.Finding).MinBy(finding => finding.Severity);

    /// <summary>What was found at values that none of these fields shows.</summary>
    public IReadOnlyList<Finding> Elsewhere(IReadOnlyCollection<FormField> shown)
        => [.. found.Where(entry => !shown.Any(field => field.Kind == FieldKind.Yaml ? JsonPointer.IsWithin(entry.Pointer, field.Pointer) : entry.Pointer == field.Pointer)).Select(entry => entry.Finding)];

    /// <summary>Element id of a field.</summary>
    public string Id(FormField field) => FieldId(block.Placed.Name, field.Pointer);

    /// <summary>Element id of the field of a block.</summary>
    public static string FieldId(string block, string pointer)
        => $"field-{block}{string.Concat(pointer.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : letter == '/' ? '-' : '_'))}";

    /// <summary>Sets a value.</summary>
    public void Set(FormField field, JsonNode? value)
    {
        var values = (JsonObject)block.Placed.Values.DeepClone();
        JsonPointer.Set(values, field.Pointer, value);
        change(values);
    }

    /// <summary>Back to the default: the override goes, and objects left empty by that.</summary>
    public void Reset(FormField field)
    {
        var values = (JsonObject)block.Placed.Values.DeepClone();
        JsonPointer.Remove(values, field.Pointer);
        for (var above = JsonPointer.Parent(field.Pointer); above.Length > 0 && JsonPointer.Get(values, above) is JsonObject { Count: 0 }; above = JsonPointer.Parent(above))
            JsonPointer.Remove(values, above);
        change(values);
    }
}

using System.Text.Json.Nodes;
using Dodas.Catalog.Compositions;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Forms;

/// <summary>What a form does to a block's overrides. Overrides hold only what differs from values.yaml; nothing that is passed in is changed.</summary>
public static class FormValues
{
    /// <summary>The value at a pointer as the chart will see it; null when there is none.</summary>
    public static JsonNode? Effective(JsonObject defaults, JsonObject overrides, string pointer) => JsonPointer.Get(HelmValues.Merge(defaults, overrides), pointer);

    /// <summary>The value a field shows: the override, else the field's default.</summary>
    public static JsonNode? Value(FormField field, JsonObject overrides) => JsonPointer.TryGet(overrides, field.Pointer, out var value) ? value : field.Default;

    /// <summary>Whether something at or below the pointer was set.</summary>
    public static bool IsSet(JsonObject overrides, string pointer) => JsonPointer.TryGet(overrides, pointer, out _);

    /// <summary>Sets a value. The default itself is not stored.</summary>
    public static JsonObject Set(JsonObject defaults, JsonObject overrides, string pointer, JsonNode? value)
    {
        if (pointer.Length == 0) return Differences(defaults, value as JsonObject ?? []);
        var without = Reset(overrides, pointer);
        if (value is not null && JsonNode.DeepEquals(Effective(defaults, without, pointer), value)) return without;
        var set = overrides.DeepClone().AsObject();
        JsonPointer.Set(set, pointer, value);
        return set;
    }

    /// <summary>Goes back to the default; parents that are left empty go too.</summary>
    public static JsonObject Reset(JsonObject overrides, string pointer)
    {
        if (pointer.Length == 0) return [];
        var reset = overrides.DeepClone().AsObject();
        if (!JsonPointer.Remove(reset, pointer)) return reset;
        for (var parent = JsonPointer.Parent(pointer); parent.Length > 0 && JsonPointer.Get(reset, parent) is JsonObject { Count: 0 }; parent = JsonPointer.Parent(parent))
            JsonPointer.Remove(reset, parent);
        return reset;
    }

    /// <summary>The part of some values that differs from the defaults: laid over them it gives the same.</summary>
    public static JsonObject Differences(JsonObject defaults, JsonObject values)
    {
        var differences = new JsonObject();
        foreach (var (name, value) in values)
        {
            var known = defaults.TryGetPropertyValue(name, out var usual);
            if (value is JsonObject members && usual is JsonObject under)
            {
                if (Differences(under, members) is { Count: > 0 } inner) differences[name] = inner;
            }
            else if (!known || value is null || !JsonNode.DeepEquals(value, usual))
            {
                differences[name] = value?.DeepClone();
            }
        }

        return differences;
    }

    /// <summary>Overrides as the YAML tab shows them; empty text when there are none.</summary>
    public static string ToYaml(JsonObject overrides) => overrides.Count == 0 ? "" : YamlWriter.Write(overrides);

    /// <summary>The YAML tab's text as overrides.</summary>
    public static YamlInput FromYaml(JsonObject defaults, string text)
    {
        try
        {
            return new YamlInput.Accepted(Differences(defaults, YamlReader.ReadObject(text)));
        }
        catch (DocumentException problem)
        {
            return new YamlInput.Refused(problem.Problem, problem.Line);
        }
    }
}

/// <summary>What the text of a YAML tab gave.</summary>
public abstract record YamlInput
{
    private YamlInput()
    {
    }

    /// <summary>These overrides.</summary>
    public sealed record Accepted(JsonObject Overrides) : YamlInput;

    /// <summary>It cannot be read.</summary>
    /// <param name="Message">Why, for a person.</param>
    /// <param name="Line">Line, from 1; 0 when the whole text is meant.</param>
    public sealed record Refused(string Message, int Line) : YamlInput;
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Blocks;

/// <summary>A place in a hand-written document while it is read: takes typed values out and collects every error with its line. What is wrong reads as absent, so that reading goes on.</summary>
internal sealed class DefinitionNode(YamlDocument document, string pointer, string field, List<ReadingError> errors)
{
    private readonly JsonNode? node = JsonPointer.Get(document.Root, pointer);

    /// <summary>Errors so far, those of all places.</summary>
    public IReadOnlyList<ReadingError> Errors => errors;

    /// <summary>The value as scalar text, or null.</summary>
    public string? Scalar => node is JsonValue value ? value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString() : null;

    /// <summary>Says that something is wrong here.</summary>
    public void Fail(string message) => errors.Add(new ReadingError(document.LineOf(pointer), field, message));

    /// <summary>The place of a member, there or not.</summary>
    public DefinitionNode At(string name) =>
        new(document, JsonPointer.Append(pointer, name), field.Length == 0 ? name : $"{field}.{name}", errors);

    /// <summary>Whether the member is there.</summary>
    public bool Has(string name) => node is JsonObject members && members[name] is not null;

    /// <summary>Checks that this is a mapping with no other keys; false when it is none.</summary>
    public bool IsMapping(params string[] known)
    {
        if (node is not JsonObject members)
        {
            Fail("Write names with values here.");
            return false;
        }

        foreach (var (name, _) in members)
        {
            if (!known.Contains(name)) At(name).Fail($"'{name}' is not known here; known are {string.Join(", ", known)}.{NearestName.Hint(name, known)}");
        }

        return true;
    }

    /// <summary>A text (or a number or a switch, as text), or null when it is not there.</summary>
    public string? Text(string name)
    {
        if (!Has(name)) return null;
        var at = At(name);
        if (at.Scalar is { } text) return text;
        at.Fail("Write one text or number here.");
        return null;
    }

    /// <summary>A text that must be there and match; empty when it is not.</summary>
    public string Required(string name, Func<string, string?>? check = null)
    {
        var text = Text(name);
        if (string.IsNullOrWhiteSpace(text))
        {
            if (!Has(name) || text is not null) At(name).Fail($"'{name}' is missing.");
            return "";
        }

        if (check?.Invoke(text) is { } problem) At(name).Fail(problem);
        return text;
    }

    /// <summary>A text that must match when it is there.</summary>
    public string? Optional(string name, Func<string, string?> check)
    {
        var text = Text(name);
        if (text is not null && check(text) is { } problem) At(name).Fail(problem);
        return text;
    }

    /// <summary>A whole number within bounds, or null when it is not there.</summary>
    public int? Number(string name, int least, int most)
    {
        if (!Has(name)) return null;
        if (At(name).node is JsonValue value && value.GetValueKind() == JsonValueKind.Number
            && int.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        At(name).Fail($"Write a whole number from {least} to {most}.");
        return null;
    }

    /// <summary>true or false; false when it is not there.</summary>
    public bool Flag(string name)
    {
        if (!Has(name)) return false;
        var kind = At(name).node!.GetValueKind();
        if (kind is not (JsonValueKind.True or JsonValueKind.False)) At(name).Fail("Write true or false.");
        return kind == JsonValueKind.True;
    }

    /// <summary>The items of a list; none when it is not there.</summary>
    public IReadOnlyList<DefinitionNode> Items(string name)
    {
        if (!Has(name)) return [];
        var at = At(name);
        if (at.node is JsonArray items)
            return [.. Enumerable.Range(0, items.Count).Select(i => new DefinitionNode(document, JsonPointer.Append(at.PointerText, i), $"{name}[{i}]".Insert(0, field.Length == 0 ? "" : field + "."), errors))];
        at.Fail("Write a list here, each item after a '-'.");
        return [];
    }

    /// <summary>Names with texts; none when it is not there.</summary>
    public IReadOnlyDictionary<string, string> Texts(string name, Func<string, string?> check)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!Has(name)) return texts;
        var at = At(name);
        if (at.node is not JsonObject members)
        {
            at.Fail("Write names with values here.");
            return texts;
        }

        foreach (var (key, _) in members)
        {
            if (at.Optional(key, check) is { } text) texts[key] = text;
            else if (!at.Has(key)) at.At(key).Fail("A value is missing.");
        }

        return texts;
    }

    /// <summary>Where this is in the document.</summary>
    public string PointerText => pointer;
}

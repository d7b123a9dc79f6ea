using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dodas.Catalog.Documents;
using Dodas.Catalog.Schemas;

namespace Dodas.Catalog.Forms;

/// <summary>What a typed text means in a field.</summary>
public abstract record FieldInput
{
    private FieldInput()
    {
    }

    /// <summary>This value.</summary>
    public sealed record Accepted(JsonNode? Value) : FieldInput;

    /// <summary>It does not fit the field.</summary>
    /// <param name="Message">Why, for a person.</param>
    public sealed record Refused(string Message) : FieldInput;
}

/// <summary>Text ↔ value of a field. In a text field a text stays a text: <c>123</c>, <c>on</c> and <c>null</c> too.</summary>
public static class FieldText
{
    /// <summary>Reads what a person typed, checked against what the field says of itself; the schema as a whole is checked elsewhere.</summary>
    public static FieldInput Parse(FormField field, string text) => field.Kind switch
    {
        FieldKind.Text => Text(field, text),
        FieldKind.Integer => Integer(field, text.Trim()),
        FieldKind.Number => Number(field, text.Trim()),
        FieldKind.Switch => bool.TryParse(text, out var on) ? new FieldInput.Accepted(on) : new FieldInput.Refused($"{field.Title} must be true or false."),
        FieldKind.Choice => Choice(field, text),
        _ => Yaml(field, text),
    };

    /// <summary>A value as its field shows it; an empty text for no value.</summary>
    public static string Show(FormField field, JsonNode? value) => value switch
    {
        null => "",
        JsonValue scalar when field.Kind != FieldKind.Yaml => Plain(scalar),
        _ => YamlWriter.Write(value),
    };

    private static FieldInput Text(FormField field, string text)
    {
        if (field.Pattern is null || SafePattern.Compile(field.Pattern) is not { } pattern || pattern.IsMatch(text)) return new FieldInput.Accepted(text);
        var example = field.Default is JsonValue value && value.TryGetValue<string>(out var usual) && usual.Length > 0 && pattern.IsMatch(usual) ? usual : null;
        return new FieldInput.Refused(example is null ? $"{field.Title} must match {field.Pattern}." : $"{field.Title} must be written like '{example}'.");
    }

    private static FieldInput Integer(FormField field, string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? Bounded(field, number, JsonValue.Create(number))
            : new FieldInput.Refused($"{field.Title} must be a whole number.");

    private static FieldInput Number(FormField field, string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? Bounded(field, number, JsonValue.Create(number))
            : new FieldInput.Refused($"{field.Title} must be a number.");

    private static FieldInput Bounded(FormField field, decimal number, JsonNode value) =>
        number < field.Minimum ? new FieldInput.Refused(string.Create(CultureInfo.InvariantCulture, $"{field.Title} must be at least {field.Minimum}; it is {number}."))
        : number > field.Maximum ? new FieldInput.Refused(string.Create(CultureInfo.InvariantCulture, $"{field.Title} must be at most {field.Maximum}; it is {number}."))
        : new FieldInput.Accepted(value);

    private static FieldInput Choice(FormField field, string text)
    {
        foreach (var choice in field.Choices)
        {
            if (Show(field, choice) == text) return new FieldInput.Accepted(choice?.DeepClone());
        }

        return new FieldInput.Refused($"{field.Title} must be one of {Wording.Choice(field.Choices)}.");
    }

    private static FieldInput Yaml(FormField field, string text)
    {
        try
        {
            return new FieldInput.Accepted(YamlReader.Read(text));
        }
        catch (DocumentException problem)
        {
            return new FieldInput.Refused($"{field.Title}: {problem.Message}");
        }
    }

    private static string Plain(JsonValue value) => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
}

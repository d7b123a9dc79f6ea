using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Schemas;

/// <summary>The words of messages and titles.</summary>
internal static class Wording
{
    /// <summary>A key made readable: <c>maxUsers</c> → <c>Max users</c>, <c>s3-host</c> → <c>S3 host</c>. Abbreviations stay upper-case.</summary>
    public static string Title(string key)
    {
        var text = new StringBuilder(key.Length + 4);
        for (var i = 0; i < key.Length; i++)
        {
            var c = key[i];
            if (c is '-' or '_' or '.' or ' ')
            {
                if (text.Length > 0 && text[^1] != ' ') text.Append(' ');
            }
            else if (char.IsUpper(c) && i > 0 && !char.IsUpper(key[i - 1]))
            {
                if (text.Length > 0 && text[^1] != ' ') text.Append(' ');
                text.Append(i + 1 < key.Length && char.IsUpper(key[i + 1]) ? c : char.ToLowerInvariant(c));
            }
            else
            {
                text.Append(c);
            }
        }

        if (text.Length == 0) return key;
        text[0] = char.ToUpperInvariant(text[0]);
        return text.ToString().TrimEnd();
    }

    /// <summary>What a message calls a frame's value: the title that the outermost schema on it gives, or its key.</summary>
    public static string Subject(Frame frame)
    {
        string? title = null;
        for (var at = frame; at is not null && at.Path == frame.Path; at = at.Parent) title = at.Schema.Text("title") ?? title;
        if (frame.IsRoot) return "The whole";
        return title ?? (JsonPointer.Index(frame.Token) is { } index ? $"Item {index + 1}" : Title(frame.Token));
    }

    /// <summary>A value as a message shows it.</summary>
    public static string Value(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "empty",
        JsonValueKind.String => value.GetValue<string>() is { Length: 0 } ? "empty" : $"'{Clip(value.GetValue<string>())}'",
        JsonValueKind.Object => "a group of values",
        JsonValueKind.Array => "a list",
        _ => Clip(value.ToJsonString()),
    };

    /// <summary>Several values, as "a, b or c".</summary>
    public static string Choice(IReadOnlyList<JsonNode?> values)
    {
        var shown = values.Take(12).Select(value => value?.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length > 0 ? Clip(value.GetValue<string>()) : Value(value)).ToList();
        if (values.Count > shown.Count) return string.Join(", ", shown) + ", …";
        return shown.Count < 2 ? string.Concat(shown) : $"{string.Join(", ", shown.Take(shown.Count - 1))} or {shown[^1]}";
    }

    /// <summary>A schema type.</summary>
    public static string Type(string type) => type switch
    {
        "string" => "a text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        "object" => "a group of values",
        "array" => "a list",
        "null" => "empty",
        _ => type,
    };

    private static string Clip(string text) => text.Length <= 60 ? text : text[..57] + "…";
}

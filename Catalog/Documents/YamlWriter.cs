using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dodas.Catalog.Documents;

/// <summary>JSON → YAML that people like to read: block style, and quotes only where a text could be taken for something else (also by YAML 1.1).</summary>
public static class YamlWriter
{
    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The YAML text, ending in a line break.</summary>
    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        if (node is JsonObject { Count: > 0 } or JsonArray { Count: > 0 }) Block(text, node, 0);
        else text.Append(node is JsonValue value && value.TryGetValue<string>(out var alone) ? Text(alone) : Inline(node, 0)).Append('\n');
        return text.ToString();
    }

    private static void Block(StringBuilder text, JsonNode node, int indent)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members)
            {
                text.Append(' ', indent).Append(Text(name)).Append(':');
                Child(text, value, value is JsonArray ? indent : indent + 2, indent + 2);
            }
        }
        else
        {
            foreach (var item in node.AsArray())
            {
                text.Append(' ', indent).Append('-');
                if (item is JsonObject { Count: > 0 }) Beside(text, item, indent + 2);
                else Child(text, item, indent + 2, indent + 2);
            }
        }
    }

    private static void Child(StringBuilder text, JsonNode? value, int blockIndent, int textIndent)
    {
        if (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
        {
            text.Append('\n');
            Block(text, value, blockIndent);
        }
        else
        {
            text.Append(' ').Append(Inline(value, textIndent)).Append('\n');
        }
    }

    // The first member of an object in a list stands on the line of its dash.
    private static void Beside(StringBuilder text, JsonNode item, int indent)
    {
        var inner = new StringBuilder();
        Block(inner, item, indent);
        text.Append(' ').Append(inner, indent, inner.Length - indent);
    }

    private static string Inline(JsonNode? value, int indent) => value switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        _ when value.GetValueKind() == JsonValueKind.String => Long(value.GetValue<string>(), indent),
        _ => value.ToJsonString(),
    };

    private static string Long(string value, int indent)
    {
        var lines = value.Split('\n');
        var last = lines.Length - 1;
        var literal = last > 0 && lines[last].Length == 0 && lines[last - 1].Length > 0 && lines[0].Length > 0
            && lines.All(line => line.Length == 0 || (line[0] is not (' ' or '\t') && line[^1] is not (' ' or '\t')) && line.All(Printable));
        if (!literal) return Text(value);
        var margin = new string(' ', indent);
        return "|\n" + string.Join('\n', lines.Take(last).Select(line => line.Length == 0 ? "" : margin + line));
    }

    private static string Text(string value) => IsPlain(value) ? value : JsonSerializer.Serialize(value, Quoting);

    private static bool IsPlain(string value)
    {
        if (value.Length == 0 || !(char.IsAsciiLetterOrDigit(value[0]) || value[0] is '/' or '.' or '_' or '$' && value.Length > 1)) return false;
        if (!YamlScalar.IsText(value) || value[^1] is ' ' or ':') return false;
        for (var i = 0; i < value.Length; i++)
        {
            var plain = char.IsAsciiLetterOrDigit(value[i]) || value[i] is '_' or '-' or '.' or '/' or '+' or '=' or '@' or '(' or ')' or '$' or '%' or ';'
                || (value[i] is ' ' && value[i + 1] is not '#')
                || (value[i] is ':' && value[i + 1] is not ' ' && !char.IsAsciiDigit(value[0]))
                || (value[i] is ',' && i > 0);
            if (!plain) return false;
        }

        // Numbers and dates of other YAML readers start like one and are nothing but digits and these marks.
        return !char.IsAsciiDigit(value[0]) && value[0] is not '.' || value.Any(character => char.IsAsciiLetter(character) && !char.IsAsciiHexDigit(character) && character is not ('x' or 'X' or 'o' or 'O' or 'T' or 'Z' or '_')) || value.Count(character => character == '.') > 1;
    }

    private static bool Printable(char character) => character is >= ' ' and < (char)0x7f or '\t' or > (char)0xa0 and < (char)0x2028 or > (char)0x2029 and < (char)0xd800;
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Dodas.Catalog.Documents;

/// <summary>What a plain (unquoted) YAML scalar means to helm: the rules of go-yaml as sigs.k8s.io/yaml uses it, which are YAML 1.2 with the booleans and number forms of 1.1. Seen with helm 4.1.4.</summary>
internal static partial class YamlScalar
{
    private static readonly HashSet<string> Nulls = ["", "~", "null", "Null", "NULL"];
    private static readonly HashSet<string> Trues = ["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"];
    private static readonly HashSet<string> Falses = ["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"];
    private static readonly HashSet<string> NotJson = [".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF"];

    /// <summary>Whether the plain text means a string.</summary>
    public static bool IsText(string plain) => TryResolve(plain, out var value) && value?.GetValueKind() == System.Text.Json.JsonValueKind.String;

    /// <summary>The value of a plain scalar; false for infinities and NaN, which JSON (and so helm) cannot hold.</summary>
    public static bool TryResolve(string plain, out JsonNode? value)
    {
        value = null;
        if (Nulls.Contains(plain)) return true;
        if (NotJson.Contains(plain)) return false;
        if (Trues.Contains(plain)) value = JsonValue.Create(true);
        else if (Falses.Contains(plain)) value = JsonValue.Create(false);
        else value = Number(plain) ?? JsonValue.Create(plain);
        return true;
    }

    /// <summary>A scalar with an explicit tag; null when the text does not fit the tag.</summary>
    public static JsonNode? Tagged(string tag, string text) => tag switch
    {
        "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" => Number(text),
        "tag:yaml.org,2002:bool" => Trues.Contains(text) ? JsonValue.Create(true) : Falses.Contains(text) ? JsonValue.Create(false) : null,
        "tag:yaml.org,2002:binary" => Binary(text),
        _ => JsonValue.Create(text),
    };

    private static JsonNode? Number(string text)
    {
        if (text.Length == 0 || !(char.IsAsciiDigit(text[0]) || text[0] is '+' or '-' or '.')) return null;
        var digits = text[0] == '.' ? text : text.Replace("_", "", StringComparison.Ordinal);
        if (Integer(digits) is { } integer) return JsonNode.Parse(integer.ToString(CultureInfo.InvariantCulture));
        return Decimal().IsMatch(digits) && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)
            ? JsonNode.Parse(real.ToString("R", CultureInfo.InvariantCulture))
            : null;
    }

    // The forms of Go's ParseInt with base 0: 0x, 0o, 0b and a leading zero for octal, each with a sign.
    private static long? Integer(string text)
    {
        var negative = text.StartsWith('-');
        var digits = negative || text.StartsWith('+') ? text[1..] : text;
        if (digits.Length == 0) return null;
        var (radix, body) = digits switch
        {
            ['0', 'x' or 'X', .. var rest] => (16, rest),
            ['0', 'o' or 'O', .. var rest] => (8, rest),
            ['0', 'b' or 'B', .. var rest] => (2, rest),
            ['0', _, ..] => (8, digits[1..]),
            _ => (10, digits),
        };
        if (body.Length == 0) return null;
        Int128 value = 0;
        foreach (var character in body)
        {
            if (!char.IsAsciiHexDigit(character)) return null;
            var digit = Convert.ToInt32(character.ToString(), 16);
            if (digit >= radix) return null;
            value = (value * radix) + digit;
            if (value > ulong.MaxValue) return null;
        }

        if (negative) value = -value;
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : null;
    }

    private static JsonValue? Binary(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? JsonValue.Create(Encoding.UTF8.GetString(bytes, 0, length)) : null;
    }

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Decimal();
}

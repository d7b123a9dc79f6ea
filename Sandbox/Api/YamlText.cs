using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Dodas.Sandbox.Api;

/// <summary>Parses YAML into JSON with the scalar rules that Kubernetes uses; aliases are refused, since they can blow a small text up without bound.</summary>
internal static partial class YamlText
{
    private const int MaxDepth = 100;

    /// <summary>Parses the first document.</summary>
    /// <exception cref="Storage.StatusException">400.</exception>
    public static JsonNode? Parse(byte[] utf8, List<string> duplicates)
    {
        try
        {
            var parser = new Parser(new StringReader(Encoding.UTF8.GetString(utf8)));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
                return null;
            return Value(parser, "", 0, duplicates);
        }
        catch (YamlException e)
        {
            throw Refusal.BadRequest($"error converting YAML to JSON: yaml: line {e.Start.Line}: {e.Message}");
        }
    }

    private static JsonNode? Value(Parser parser, string path, int depth, List<string> duplicates)
    {
        if (depth > MaxDepth)
            throw Refusal.BadRequest("error converting YAML to JSON: yaml: exceeded max depth");
        if (parser.TryConsume<Scalar>(out var scalar))
            return Plain(scalar);
        if (parser.TryConsume<SequenceStart>(out _))
        {
            var list = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _))
                list.Add(Value(parser, $"{path}[{list.Count}]", depth + 1, duplicates));
            return list;
        }

        if (!parser.TryConsume<MappingStart>(out _))
            throw Refusal.BadRequest("error converting YAML to JSON: yaml: aliases are not supported");
        var map = new JsonObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var name = parser.Consume<Scalar>().Value;
            var child = path.Length == 0 ? name : $"{path}.{name}";
            if (map.ContainsKey(name))
                duplicates.Add(child);
            map[name] = Value(parser, child, depth + 1, duplicates);
        }

        return map;
    }

    private static JsonNode? Plain(Scalar scalar)
    {
        var text = scalar.Value;
        if (scalar.Style != ScalarStyle.Plain || !scalar.Tag.IsEmpty)
            return text;
        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" or "yes" or "Yes" or "on" or "On" => true,
            "false" or "False" or "FALSE" or "no" or "No" or "off" or "Off" => false,
            _ when Whole().IsMatch(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
            _ when Real().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) => real,
            _ => text,
        };
    }

    [GeneratedRegex("^[-+]?(0|[1-9][0-9]*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Whole();

    [GeneratedRegex("^[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Real();
}

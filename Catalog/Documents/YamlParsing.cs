using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Dodas.Catalog.Documents;

/// <summary>One run over one YAML text: events in, a JSON tree out, every limit counted on the way.</summary>
internal sealed class YamlParsing(DocumentLimits limits, Dictionary<string, int>? lines)
{
    private const string Text = "tag:yaml.org,2002:str";
    private const string KeyPlace = "(key)";
    private readonly Dictionary<string, JsonNode?> anchors = new(StringComparer.Ordinal);
    private int nodes;
    private int last = 1;

    public JsonNode? Read(string text)
    {
        if (text.Length > limits.Length)
            throw new DocumentException($"The text has {text.Length} characters; {limits.Length} are allowed.");
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (parser.TryConsume<StreamEnd>(out _)) return null;
            parser.Consume<DocumentStart>();
            var root = Node(parser, "", 1);
            parser.Consume<DocumentEnd>();
            if (parser.TryConsume<StreamEnd>(out _)) return root;
            throw Fail(parser.Current!.Start, "Only one YAML document is allowed; remove this '---' and what follows.");
        }
        catch (YamlException problem)
        {
            throw new DocumentException(Sentence(problem), (int)problem.Start.Line, (int)problem.Start.Column, problem);
        }
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // The parser's own slips on broken text: it is the text that is wrong, and it comes from outside.
            throw new DocumentException("This is not YAML from here on.", last, 1, problem);
        }
    }

    private JsonNode? Node(IParser parser, string pointer, int depth)
    {
        var start = parser.Current!.Start;
        last = (int)start.Line;
        if (depth > limits.Depth) throw Fail(start, $"This is nested more than {limits.Depth} levels deep.");
        Count(1, start);
        if (lines is not null) lines[pointer] = (int)start.Line;
        switch (parser.Current)
        {
            case AnchorAlias alias:
                parser.MoveNext();
                if (!anchors.TryGetValue(alias.Value.Value, out var known)) throw Fail(start, $"There is no anchor '&{alias.Value.Value}' before this alias.");
                Count(Size(known), start);
                // An alias of an alias could still reach past the depth limit that nesting in the text keeps.
                if (depth + Height(known) > limits.Depth + 1) throw Fail(start, $"This is nested more than {limits.Depth} levels deep.");
                return known?.DeepClone();
            case Scalar scalar:
                parser.MoveNext();
                return Remember(scalar, Value(scalar));
            case SequenceStart sequence:
                parser.MoveNext();
                var items = new JsonArray();
                while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Node(parser, $"{pointer}/{items.Count}", depth + 1));
                return Remember(sequence, items);
            case MappingStart mapping:
                parser.MoveNext();
                return Remember(mapping, Mapping(parser, pointer, depth));
            default:
                throw Fail(start, "A value is expected here.");
        }
    }

    private JsonObject Mapping(IParser parser, string pointer, int depth)
    {
        var members = new JsonObject();
        var merged = new List<JsonObject>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var start = parser.Current!.Start;
            if (parser.Current is Scalar { Value: "<<", Style: ScalarStyle.Plain })
            {
                parser.MoveNext();
                Merge(Node(parser, pointer, depth + 1), merged, start);
                continue;
            }

            var key = Key(parser, depth);
            if (members.ContainsKey(key) && !limits.LastKeyWins) throw Fail(start, $"'{key}' is given twice here.");
            var child = JsonPointer.Append(pointer, key);
            members[key] = Node(parser, child, depth + 1);
            if (lines is not null) lines[child] = (int)start.Line;
        }

        foreach (var (name, value) in merged.SelectMany(source => source))
            members.TryAdd(name, value?.DeepClone());
        return members;
    }

    private string Key(IParser parser, int depth)
    {
        var start = parser.Current!.Start;
        if (parser.Current is not (Scalar or AnchorAlias)) throw Fail(start, "A name is expected here, not a list or a mapping.");
        var node = Node(parser, KeyPlace, depth + 1);
        return node?.GetValueKind() switch
        {
            JsonValueKind.String => node.GetValue<string>(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Number => node.GetValue<double>() is var number && number == Math.Floor(number) && Math.Abs(number) < 1e21
                ? number.ToString("F0", CultureInfo.InvariantCulture)
                : number.ToString("R", CultureInfo.InvariantCulture),
            _ => throw Fail(start, "A name is expected here."),
        };
    }

    private static void Merge(JsonNode? source, List<JsonObject> into, Mark start)
    {
        if (source is JsonObject one) into.Add(one);
        else if (source is JsonArray many && many.All(item => item is JsonObject)) into.AddRange(many.Select(item => item!.AsObject()));
        else throw Fail(start, "'<<' takes a mapping or a list of mappings.");
    }

    private static JsonNode? Value(Scalar scalar)
    {
        if (!scalar.Tag.IsEmpty && !scalar.Tag.IsNonSpecific && scalar.Tag.Value != Text)
            return scalar.Tag.Value == "tag:yaml.org,2002:null" ? null
                : YamlScalar.Tagged(scalar.Tag.Value, scalar.Value) ?? throw Fail(scalar.Start, $"'{scalar.Value}' does not fit its tag.");
        if (scalar.Style != ScalarStyle.Plain || !scalar.Tag.IsEmpty) return JsonValue.Create(scalar.Value);
        return YamlScalar.TryResolve(scalar.Value, out var value) ? value
            : throw Fail(scalar.Start, $"'{scalar.Value}' is no number that JSON knows; quote it if it is meant as text.");
    }

    private JsonNode? Remember(NodeEvent from, JsonNode? value)
    {
        if (!from.Anchor.IsEmpty) anchors[from.Anchor.Value] = value;
        return value;
    }

    private void Count(int more, Mark at)
    {
        nodes += more;
        if (nodes > limits.Nodes) throw Fail(at, $"The document has more than {limits.Nodes} parts, its aliases counted in full.");
    }

    // Stops counting past the limit: a node that big is refused anyway.
    private int Size(JsonNode? node) => node switch
    {
        JsonObject members => Total(members.Select(member => member.Value)),
        JsonArray items => Total(items),
        _ => 1,
    };

    private int Total(IEnumerable<JsonNode?> children)
    {
        var sum = 1;
        foreach (var child in children)
        {
            sum += Size(child);
            if (sum > limits.Nodes) break;
        }

        return sum;
    }

    private static int Height(JsonNode? node) => node switch
    {
        JsonObject { Count: > 0 } members => 1 + members.Max(member => Height(member.Value)),
        JsonArray { Count: > 0 } items => 1 + items.Max(Height),
        _ => 1,
    };

    private static DocumentException Fail(Mark at, string problem) => new(problem, (int)at.Line, (int)at.Column);

    // The parser puts the place into its message too; it is said once already.
    private static string Sentence(YamlException problem)
    {
        var text = problem.Message;
        var end = text.StartsWith('(') ? text.IndexOf("): ", StringComparison.Ordinal) : -1;
        if (end >= 0) text = text[(end + 3)..];
        return text.Length == 0 ? "This is not YAML." : text;
    }
}

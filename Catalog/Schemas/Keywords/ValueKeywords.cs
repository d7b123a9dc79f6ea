using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dodas.Catalog.Schemas.Keywords;

/// <summary><c>type</c>: one or several of the seven types.</summary>
internal sealed class TypeKeyword(KeywordContext context) : Keyword("type")
{
    private readonly IReadOnlyList<string> types = context.Text("type") is { } one ? [one] : context.Texts("type");

    public override void Evaluate(Frame frame)
    {
        if (types.Count == 0 || types.Any(type => Is(frame.Instance, type))) return;
        var wanted = types.Where(type => type != "null" || types.Count == 1).Select(Wording.Type).ToList();
        frame.Fail(Name, $"{frame.Subject} must be {string.Join(" or ", wanted)}; it is {Wording.Value(frame.Instance)}.");
    }

    private static bool Is(JsonNode? instance, string type) => (instance?.GetValueKind() ?? JsonValueKind.Null, type) switch
    {
        (JsonValueKind.Null, "null") => true,
        (JsonValueKind.True or JsonValueKind.False, "boolean") => true,
        (JsonValueKind.String, "string") => true,
        (JsonValueKind.Object, "object") => true,
        (JsonValueKind.Array, "array") => true,
        (JsonValueKind.Number, "number") => true,
        (JsonValueKind.Number, "integer") => JsonNumber.Of(instance)!.Value.IsInteger,
        _ => false,
    };
}

/// <summary><c>enum</c>: one of a few values.</summary>
internal sealed class EnumKeyword(KeywordContext context) : Keyword("enum")
{
    private readonly IReadOnlyList<JsonNode?> values = context.Schema["enum"] is JsonArray items ? [.. items] : [];
    private readonly HashSet<string> texts = context.Schema["enum"] is JsonArray items ? [.. items.Select(JsonCanonical.Of)] : [];

    public override void Evaluate(Frame frame)
    {
        if (!texts.Contains(JsonCanonical.Of(frame.Instance)))
            frame.Fail(Name, $"{frame.Subject} must be {(values.Count > 1 ? "one of " : "")}{Wording.Choice(values)}; it is {Wording.Value(frame.Instance)}.");
    }
}

/// <summary><c>const</c>: exactly this value.</summary>
internal sealed class ConstKeyword(KeywordContext context) : Keyword("const")
{
    private readonly string text = JsonCanonical.Of(context.Schema["const"]);
    private readonly JsonNode? value = context.Schema["const"];

    public override void Evaluate(Frame frame)
    {
        if (JsonCanonical.Of(frame.Instance) != text) frame.Fail(Name, $"{frame.Subject} must be {Wording.Value(value)}; it is {Wording.Value(frame.Instance)}.");
    }
}

/// <summary>The bounds of a number.</summary>
internal sealed class NumberKeyword(string name, JsonNumber bound, string words, Func<JsonNumber, JsonNumber, bool> fits) : Keyword(name)
{
    public static IEnumerable<Keyword> All(KeywordContext context)
    {
        // Draft-04 makes a bound exclusive by a switch beside it.
        var above = context.Schema["exclusiveMinimum"]?.GetValueKind() == JsonValueKind.True;
        var below = context.Schema["exclusiveMaximum"]?.GetValueKind() == JsonValueKind.True;
        if (context.Number("minimum") is { } least)
            yield return above ? More("minimum", least) : new NumberKeyword("minimum", least, "at least", (value, bound) => value.Compare(bound) >= 0);
        if (context.Number("maximum") is { } most)
            yield return below ? Less("maximum", most) : new NumberKeyword("maximum", most, "at most", (value, bound) => value.Compare(bound) <= 0);
        if (context.Number("exclusiveMinimum") is { } floor) yield return More("exclusiveMinimum", floor);
        if (context.Number("exclusiveMaximum") is { } ceiling) yield return Less("exclusiveMaximum", ceiling);
        if (context.Number("multipleOf") is { Near: > 0 } step)
            yield return new NumberKeyword("multipleOf", step, "a multiple of", (value, divisor) => value.IsMultipleOf(divisor));
    }

    public override void Evaluate(Frame frame)
    {
        if (JsonNumber.Of(frame.Instance) is { } number && !fits(number, bound))
            frame.Fail(Name, $"{frame.Subject} must be {words} {bound.Canonical}; it is {Wording.Value(frame.Instance)}.");
    }

    private static NumberKeyword More(string name, JsonNumber bound) => new(name, bound, "more than", (value, limit) => value.Compare(limit) > 0);

    private static NumberKeyword Less(string name, JsonNumber bound) => new(name, bound, "less than", (value, limit) => value.Compare(limit) < 0);
}

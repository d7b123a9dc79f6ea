using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Schemas.Keywords;

/// <summary>What a text must look like. Lengths are in Unicode code points.</summary>
internal sealed class TextKeyword(string name, Func<string, bool> fits, Func<string, string> problem) : Keyword(name)
{
    public static IEnumerable<Keyword> All(KeywordContext context)
    {
        if (context.Count("minLength") is { } least)
        {
            yield return new TextKeyword("minLength", text => Length(text) >= least, text => least == 1
                ? "must not be empty."
                : string.Create(CultureInfo.InvariantCulture, $"must have at least {least} characters; it has {Length(text)}."));
        }

        if (context.Count("maxLength") is { } most)
        {
            yield return new TextKeyword("maxLength", text => Length(text) <= most, text =>
                string.Create(CultureInfo.InvariantCulture, $"must have at most {most} characters; it has {Length(text)}."));
        }

        if (context.Text("pattern") is { } pattern)
        {
            var regex = Pattern(pattern, JsonPointer.Append(context.Location, "pattern"));
            var example = Example(context.Schema, regex);
            yield return new TextKeyword("pattern", regex.IsMatch, text => example is null
                ? $"must match {pattern}; it is {Wording.Value(text)}."
                : $"must be written like '{example}'; it is {Wording.Value(text)}.");
        }
    }

    public static Regex Pattern(string pattern, string location) => SafePattern.Compile(pattern)
        ?? throw new SchemaRefusedException(location, $"'{pattern}' is no pattern that helm understands (RE2: no lookaround, no backreference).");

    public override void Evaluate(Frame frame)
    {
        if (frame.Instance is JsonValue value && value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is var text && !fits(text))
            frame.Fail(Name, $"{frame.Subject} {problem(text)}");
    }

    private static int Length(string text)
    {
        var length = 0;
        foreach (var unused in text.EnumerateRunes()) length++;
        return length;
    }

    // People understand an example better than a pattern.
    private static string? Example(JsonObject schema, Regex regex)
    {
        var candidates = (schema["examples"] as JsonArray ?? []).Append(schema["default"]);
        return candidates.OfType<JsonValue>()
            .Select(candidate => candidate.TryGetValue<string>(out var text) ? text : "")
            .FirstOrDefault(text => text.Length is > 0 and < 60 && regex.IsMatch(text));
    }
}

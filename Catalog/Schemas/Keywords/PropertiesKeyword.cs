using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Schemas.Keywords;

/// <summary><c>properties</c>, <c>patternProperties</c> and <c>additionalProperties</c>, which only make sense together.</summary>
internal sealed class PropertiesKeyword : Keyword
{
    private readonly IReadOnlyDictionary<string, SchemaNode> named;
    private readonly IReadOnlyList<(Regex Pattern, SchemaNode Schema)> patterns;
    private readonly SchemaNode? others;

    public PropertiesKeyword(KeywordContext context)
        : base("properties")
    {
        var location = JsonPointer.Append(context.Location, "patternProperties");
        named = context.Named("properties");
        patterns = [.. context.Named("patternProperties").Select(member => (TextKeyword.Pattern(member.Key, JsonPointer.Append(location, member.Key)), member.Value))];
        others = context.Child("additionalProperties");
    }

    public override void Evaluate(Frame frame)
    {
        if (frame.Instance is not JsonObject members) return;
        foreach (var (name, value) in members)
        {
            var matched = false;
            if (named.TryGetValue(name, out var schema))
            {
                frame.Errors.AddRange(frame.On(schema, name, value).Errors);
                matched = true;
            }

            foreach (var (_, patterned) in patterns.Where(pattern => pattern.Pattern.IsMatch(name)))
            {
                frame.Errors.AddRange(frame.On(patterned, name, value).Errors);
                matched = true;
            }

            if (!matched && others is not null) matched = Other(frame, name, value, others);
            if (matched) frame.Properties.Add(name);
        }
    }

    private bool Other(Frame frame, string name, JsonNode? value, SchemaNode schema)
    {
        if (schema.Always == false) frame.Fail("additionalProperties", $"'{name}' is not known here.{NearestName.Hint(name, named.Keys)}", name);
        else frame.Errors.AddRange(frame.On(schema, name, value).Errors);
        return true;
    }
}

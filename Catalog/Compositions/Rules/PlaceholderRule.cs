using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Compositions.Rules;

/// <summary>No value still has the placeholder of a template, such as <c>jhub.&lt;PUT PUBLIC IP&gt;</c> or <c>CHANGEME</c>.</summary>
internal sealed partial class PlaceholderRule : IRule
{
    public IEnumerable<Finding> Check(ValidationContext context) =>
        context.Placements.SelectMany(placement => Texts(placement.Placed.Values, placement.Path + "/values"))
            .Where(entry => Placeholder().IsMatch(entry.Text))
            .Select(entry => new Finding(Severity.Error, entry.Path, $"Replace the placeholder with a real {What(entry.Path)}."));

    private static string What(string path) => JsonPointer.Parse(path)![^1].Contains("host", StringComparison.OrdinalIgnoreCase) ? "host name" : "value";

    private static IEnumerable<(string Path, string Text)> Texts(JsonNode? node, string path) => node switch
    {
        JsonObject members => members.SelectMany(member => Texts(member.Value, JsonPointer.Append(path, member.Key))),
        JsonArray items => items.SelectMany((item, i) => Texts(item, JsonPointer.Append(path, i))),
        JsonValue value when value.TryGetValue<string>(out var text) => [(path, text)],
        _ => [],
    };

    // Capital letters only: lower-case ones in angle brackets are markup. Texts of several lines are files, not answers.
    [GeneratedRegex(@"^[^\n]*<[A-Z][A-Z0-9 _.-]+>[^\n]*\z|^(?i:change[-_ ]?me|replace[-_ ]?me)\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();
}

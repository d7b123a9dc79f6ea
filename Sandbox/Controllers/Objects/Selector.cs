using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Controllers.Objects;

/// <summary>A label selector: <c>matchLabels</c> with <c>matchExpressions</c>, or the plain map that Services use.</summary>
internal sealed class Selector
{
    private readonly List<KeyValuePair<string, string>> _labels;
    private readonly List<JsonObject> _expressions;

    private Selector(IEnumerable<KeyValuePair<string, string>> labels, IEnumerable<JsonObject> expressions)
    {
        _labels = [.. labels];
        _expressions = [.. expressions];
    }

    /// <summary>The labels an object must carry with these values; what an index can look up.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels => _labels;

    /// <summary>True when it selects everything.</summary>
    public bool IsEmpty => _labels.Count == 0 && _expressions.Count == 0;

    /// <summary>Of a LabelSelector.</summary>
    public static Selector Of(JsonNode? selector) => new(selector.Pairs("matchLabels"), selector.Items("matchExpressions"));

    /// <summary>Of a plain map of labels.</summary>
    public static Selector OfLabels(JsonNode? labels) => new(labels.Pairs(), []);

    /// <summary>Whether the labels of the object fit.</summary>
    public bool Matches(JsonObject document)
    {
        var labels = document.Map("metadata", "labels");
        foreach (var (name, value) in _labels)
        {
            if (labels.Text(name) != value)
                return false;
        }

        return _expressions.All(expression => Fits(labels, expression));
    }

    /// <summary>Whether one <c>matchExpressions</c> entry holds for the labels.</summary>
    public static bool Fits(JsonNode? labels, JsonObject expression)
    {
        var value = labels.Text(expression.Text("key") ?? "");
        return expression.Text("operator") switch
        {
            "In" => value is not null && expression.Texts("values").Contains(value),
            "NotIn" => value is null || !expression.Texts("values").Contains(value),
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            "Gt" => long.TryParse(value, out var more) && long.TryParse(expression.Texts("values").FirstOrDefault(), out var least) && more > least,
            "Lt" => long.TryParse(value, out var less) && long.TryParse(expression.Texts("values").FirstOrDefault(), out var most) && less < most,
            _ => false,
        };
    }
}

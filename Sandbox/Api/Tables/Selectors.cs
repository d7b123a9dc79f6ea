using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Api.Tables;

/// <summary>Selectors as people read them.</summary>
internal static class Selectors
{
    /// <summary>A selector in either form (a map, or matchLabels and matchExpressions) as <c>a=b,c in (d,e)</c>.</summary>
    public static string Show(JsonNode? selector)
    {
        if (selector is not JsonObject map || map.Count == 0)
            return "<none>";
        if (map["matchLabels"] is not JsonObject && map["matchExpressions"] is not JsonArray)
            return string.Join(',', map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value.Text()}"));
        var parts = (map.Map("matchLabels") ?? []).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value.Text()}").ToList();
        parts.AddRange(map.Items("matchExpressions").Select(expression => expression.Text("operator") switch
        {
            "In" => $"{expression.Text("key")} in ({Values(expression)})",
            "NotIn" => $"{expression.Text("key")} notin ({Values(expression)})",
            "DoesNotExist" => $"!{expression.Text("key")}",
            _ => expression.Text("key") ?? "",
        }));
        return parts.Count == 0 ? "<none>" : string.Join(',', parts);
    }

    /// <summary>A selector as a label query, empty when it takes nothing.</summary>
    public static string Query(JsonNode? selector) => Show(selector) is var shown && shown == "<none>" ? "" : shown;

    private static string Values(JsonObject expression) => string.Join(',', (expression.List("values") ?? []).Select(value => value.Text()));
}

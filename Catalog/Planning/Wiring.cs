using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dodas.Catalog.Blocks;
using Dodas.Catalog.Compositions;
using Dodas.Catalog.Documents;
using Dodas.Catalog.Schemas;

namespace Dodas.Catalog.Planning;

/// <summary>What the portal writes into the values of a release: outputs of providers, switches, and names of Secrets.</summary>
internal static class Wiring
{
    /// <summary>The complete user values of a release: the overrides with everything written over them.</summary>
    public static JsonObject Values(Placement user, Connections connections, ClusterPlace place)
    {
        var values = user.Placed.Values.DeepClone().AsObject();
        foreach (var (pointer, value) in Written(user, connections, place)) JsonPointer.Set(values, pointer, value);
        return values;
    }

    /// <summary>Each pointer that is written, with its value.</summary>
    public static IEnumerable<(string Pointer, JsonNode? Value)> Written(Placement user, Connections connections, ClusterPlace place)
    {
        foreach (var secret in user.Contract?.Secrets ?? [])
        {
            if (secret.ValuePath is { } pointer) yield return (pointer, SecretName(user, secret.Name, place));
        }

        foreach (var requirement in user.Contract?.Requires ?? [])
        {
            var bound = connections.Of(user, requirement).ToList();
            if (requirement.Enable is { } enable) yield return (enable, bound.Count > 0);
            if (bound.Count == 0) continue;
            foreach (var (output, pointer) in requirement.Bind)
            {
                var texts = bound.Where(connection => connection.Provision.Outputs.ContainsKey(output)).Select(connection => Fill(connection.Provider, connection.Provision.Outputs[output], place)).ToList();
                if (texts.Count == 0) continue;
                if (requirement.Max == 1) yield return (pointer, Typed(user.Block!, pointer, texts[0]));
                else yield return (pointer, new JsonArray([.. texts.Select(text => (JsonNode)text)]));
            }
        }
    }

    /// <summary>Helm release of a placed block.</summary>
    public static string ReleaseName(Placement placement, ClusterPlace place) => $"{place.Name}-{placement.NamePart}";

    /// <summary>Kubernetes Secret of a contract's secret.</summary>
    public static string SecretName(Placement placement, string secret, ClusterPlace place) => $"{ReleaseName(placement, place)}-{secret}";

    /// <summary>An expression of a block's contract with its holes filled; what has no value is empty.</summary>
    public static string Fill(Placement owner, string expression, ClusterPlace place) =>
        Expression.Parse(expression, out _)?.Fill(part => part switch
        {
            ExpressionPart.Release => ReleaseName(owner, place),
            ExpressionPart.Namespace => place.Namespace,
            ExpressionPart.Secret secret => SecretName(owner, secret.Name, place),
            ExpressionPart.OwnValue value => HelmValues.TextAt(owner.Values, value.Pointer) ?? "",
            _ => "",
        }) ?? expression;

    // An output is text; the user's schema (or, without one, its default value) says what it has to be there.
    private static JsonNode Typed(Block user, string pointer, string text)
    {
        var types = SchemaTypes.At(user.Schema, pointer);
        if (types.Count == 0)
        {
            types = JsonPointer.Get(user.Defaults, pointer)?.GetValueKind() switch
            {
                JsonValueKind.Number => ["number"],
                JsonValueKind.True or JsonValueKind.False => ["boolean"],
                _ => [],
            };
        }

        if (types.Contains("string")) return text;
        if (types.Contains("boolean") && text is "true" or "false") return text == "true";
        if ((types.Contains("integer") || types.Contains("number")) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return whole;
        if (types.Contains("number") && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return number;
        return text;
    }
}

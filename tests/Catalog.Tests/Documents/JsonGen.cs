using System.Text.Json.Nodes;
using CsCheck;

namespace Dodas.Catalog.Tests.Documents;

/// <summary>Random JSON: awkward texts, numbers of both kinds, nested objects and lists.</summary>
internal static class JsonGen
{
    public static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char["ab01 :#-_.~/!*&'\"\n\t{}[],|>%@`=<\u00e9\u2028yYnNxeEoO+"], 0, 8],
        Gen.OneOf("yes", "on", "null", "~", "1e3", "0x1F", "123", "1.50", "2020-01-01", "true", "", "a/b", "m~n", ".inf", "- x", "x: y"));

    public static readonly Gen<JsonNode?> Scalar = Gen.OneOf(
        Text.Select(text => (JsonNode?)JsonValue.Create(text)),
        Gen.Int.Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Double[-1e9, 1e9].Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Bool.Select(flag => (JsonNode?)JsonValue.Create(flag)),
        Gen.Const((JsonNode?)null));

    public static readonly Gen<JsonNode?> Any = Of(3);

    public static readonly Gen<JsonObject> Object = Members(3);

    private static Gen<JsonNode?> Of(int depth) => depth == 0 ? Scalar : Gen.OneOf(
        Scalar,
        Members(depth).Select(members => (JsonNode?)members),
        Of(depth - 1).Array[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])));

    private static Gen<JsonObject> Members(int depth) => Gen.Select(Text, Of(depth - 1)).Array[0, 4].Select(pairs =>
    {
        var members = new JsonObject();
        foreach (var (name, value) in pairs) members[name] = value?.DeepClone();
        return members;
    });
}

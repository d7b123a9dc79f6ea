using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dodas.Sandbox.Controllers.Objects;

/// <summary>Generated names and hashes, made of the letters that Kubernetes uses for them (k8s.io/apimachinery/pkg/util/rand).</summary>
internal static class Names
{
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>A name for <c>generateName</c>: the prefix, cut to 58 characters, and five letters.</summary>
    public static string Generate(string prefix) =>
        string.Concat(prefix.AsSpan(0, Math.Min(prefix.Length, 58)), RandomNumberGenerator.GetString(Letters, 5));

    /// <summary>
    /// A hash of a document that does not depend on the order of its properties; <paramref name="collisions"/> makes another one when a name is taken.
    /// </summary>
    public static string Hash(JsonNode? document, long? collisions = null)
    {
        var text = new StringBuilder();
        WriteCanonical(document, text);
        if (collisions is { } count)
            text.Append(CultureInfo.InvariantCulture, $"#{count}");
        var hash = 2166136261u;
        foreach (var unit in Encoding.UTF8.GetBytes(text.ToString()))
            hash = (hash ^ unit) * 16777619u;
        return string.Concat(hash.ToString(CultureInfo.InvariantCulture).Select(digit => Letters[digit % Letters.Length]));
    }

    private static void WriteCanonical(JsonNode? node, StringBuilder text)
    {
        switch (node)
        {
            case JsonObject map:
                text.Append('{');
                foreach (var (name, value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    text.Append(JsonSerializer.Serialize(name)).Append(':');
                    WriteCanonical(value, text);
                    text.Append(',');
                }

                text.Append('}');
                break;
            case JsonArray array:
                text.Append('[');
                foreach (var item in array)
                {
                    WriteCanonical(item, text);
                    text.Append(',');
                }

                text.Append(']');
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }
}

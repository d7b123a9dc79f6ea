using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Dodas.Catalog.Planning;

namespace Dodas.Deployer.Operations;

/// <summary>Says which chart and values a release was made of, in few enough characters for a label: what has the same digest need not be applied again.</summary>
internal static class ReleaseDigest
{
    /// <summary>32 hexadecimal characters.</summary>
    public static string Of(PlannedRelease release)
    {
        var text = new StringBuilder().Append(release.Chart.Name).Append('\n').Append(release.Chart.Version).Append('\n').Append(release.Chart.Digest).Append('\n');
        Write(release.Values, text);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }

    // Objects in the order of their keys, so that the order in which a person set them does not count.
    private static void Write(JsonNode? node, StringBuilder text)
    {
        switch (node)
        {
            case JsonObject members:
                text.Append('{');
                foreach (var (key, value) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
                {
                    text.Append(JsonValue.Create(key).ToJsonString()).Append(':');
                    Write(value, text);
                    text.Append(',');
                }

                text.Append('}');
                break;
            case JsonArray items:
                text.Append('[');
                foreach (var item in items)
                {
                    Write(item, text);
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

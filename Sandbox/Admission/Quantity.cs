using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Admission;

/// <summary>Resource quantities such as <c>500m</c>, <c>1Gi</c> and <c>2e3</c>.</summary>
internal static class Quantity
{
    private static readonly (string Suffix, decimal Factor)[] Suffixes =
    [
        ("Ki", 1024m), ("Mi", 1024m * 1024), ("Gi", 1024m * 1024 * 1024), ("Ti", 1024m * 1024 * 1024 * 1024), ("Pi", 1024m * 1024 * 1024 * 1024 * 1024), ("Ei", 1024m * 1024 * 1024 * 1024 * 1024 * 1024),
        ("n", 0.000000001m), ("u", 0.000001m), ("m", 0.001m), ("k", 1e3m), ("M", 1e6m), ("G", 1e9m), ("T", 1e12m), ("P", 1e15m), ("E", 1e18m),
    ];

    /// <summary>The amount, or null when it is none.</summary>
    public static decimal? Parse(JsonNode? node)
    {
        if (node is JsonValue value && value.GetValueKind() == JsonValueKind.Number)
            return decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
        return node.IsText(out var text) ? Parse(text) : null;
    }

    /// <summary>The amount, or null when it is none.</summary>
    public static decimal? Parse(string text)
    {
        foreach (var (suffix, factor) in Suffixes)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal) && decimal.TryParse(text[..^suffix.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out var scaled))
            {
                try
                {
                    return scaled * factor;
                }
                catch (OverflowException)
                {
                    return null;
                }
            }
        }

        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var plain) ? plain : null;
    }

    /// <summary>A quantity as text.</summary>
    public static string Shown(JsonNode? node) => node.IsText(out var text) ? text : node is null ? "" : JsonText.Write(node);

    /// <summary>An amount in the shortest usual form: whole numbers plain, fractions in thousandths, bytes in the unit of their like.</summary>
    public static string Write(decimal amount, bool binary)
    {
        if (amount == 0)
            return "0";
        if (binary)
        {
            foreach (var (suffix, factor) in Suffixes.Where(one => one.Suffix.Length == 2).Reverse())
            {
                if (amount % factor == 0)
                    return $"{(amount / factor).ToString("0", CultureInfo.InvariantCulture)}{suffix}";
            }
        }

        return amount == decimal.Truncate(amount)
            ? amount.ToString("0", CultureInfo.InvariantCulture)
            : $"{decimal.Ceiling(amount * 1000).ToString("0", CultureInfo.InvariantCulture)}m";
    }
}

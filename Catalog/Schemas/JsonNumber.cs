using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dodas.Catalog.Schemas;

/// <summary>Numbers compared by value: exact while they fit a decimal, as doubles past that.</summary>
internal readonly record struct JsonNumber(decimal? Exact, double Near)
{
    public static JsonNumber? Of(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.Number ? Parse(node.ToJsonString()) : null;

    public bool IsInteger => Exact is { } exact ? exact == decimal.Truncate(exact) : double.IsFinite(Near) && Near == Math.Floor(Near);

    public int Compare(JsonNumber other) => Exact is { } a && other.Exact is { } b ? a.CompareTo(b) : Near.CompareTo(other.Near);

    public bool IsMultipleOf(JsonNumber divisor)
    {
        if (divisor.Exact is { } by && Exact is { } value)
        {
            try
            {
                if (by != 0) return value % by == 0;
            }
            catch (OverflowException)
            {
                // Too far apart for exact arithmetic; the nearest doubles decide.
            }
        }

        var quotient = Near / divisor.Near;
        return double.IsFinite(quotient) && quotient == Math.Floor(quotient);
    }

    /// <summary>The same text for the same value.</summary>
    public string Canonical => Exact is { } exact ? (exact / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture) : Near.ToString("R", CultureInfo.InvariantCulture);

    private static JsonNumber Parse(string text)
    {
        var near = double.Parse(text, CultureInfo.InvariantCulture);
        var digits = text.Count(char.IsAsciiDigit);
        var fits = digits <= 28 && (near == 0 || Math.Abs(near) is > 1e-20 and < 1e27);
        return new JsonNumber(fits && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact : null, near);
    }
}

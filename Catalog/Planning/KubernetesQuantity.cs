using System.Globalization;

namespace Dodas.Catalog.Planning;

/// <summary>An amount as Kubernetes writes it: <c>500m</c>, <c>2</c>, <c>1.5</c>, <c>2Gi</c>, <c>1e3</c>. The unit (cores, bytes, pieces) is the reader's.</summary>
/// <param name="Value">The amount in whole units.</param>
public readonly record struct KubernetesQuantity(decimal Value)
{
    private static readonly (string Suffix, decimal Factor)[] Binary =
    [
        ("Ei", 1152921504606846976m), ("Pi", 1125899906842624m), ("Ti", 1099511627776m), ("Gi", 1073741824m), ("Mi", 1048576m), ("Ki", 1024m),
    ];

    private static readonly (string Suffix, decimal Factor)[] Decimal =
    [
        ("n", 0.000000001m), ("u", 0.000001m), ("m", 0.001m), ("k", 1e3m), ("M", 1e6m), ("G", 1e9m), ("T", 1e12m), ("P", 1e15m), ("E", 1e18m),
    ];

    /// <summary>Reads an amount; false when the text is none, or is past what a sum can hold.</summary>
    public static bool TryParse(string? text, out KubernetesQuantity quantity)
    {
        quantity = default;
        if (string.IsNullOrEmpty(text) || text.Length > 32) return false;
        var (suffix, factor) = Binary.Concat(Decimal).FirstOrDefault(unit => text.EndsWith(unit.Suffix, StringComparison.Ordinal), (Suffix: "", Factor: 1m));
        var styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | (suffix.Length == 0 ? NumberStyles.AllowExponent : NumberStyles.None);
        if (!decimal.TryParse(text.AsSpan(0, text.Length - suffix.Length), styles, CultureInfo.InvariantCulture, out var number)) return false;
        if (Math.Abs(number) > 1e18m / Math.Max(factor, 1m)) return false;
        quantity = new KubernetesQuantity(number * factor);
        return true;
    }

    /// <summary>As CPU: whole and half cores as they are, else thousandths, such as <c>2</c>, <c>1.5</c>, <c>250m</c>.</summary>
    public string ToCpu() => Value % 0.5m == 0 ? Plain(Value) : Plain(Math.Ceiling(Value * 1000)) + "m";

    /// <summary>As bytes in the largest binary unit that leaves at least one, with at most one decimal, such as <c>512Mi</c> or <c>1.5Gi</c>.</summary>
    public string ToBytes()
    {
        var amount = Value;
        var (suffix, factor) = Binary.FirstOrDefault(unit => Math.Abs(amount) >= unit.Factor, (Suffix: "", Factor: 1m));
        return Plain(Math.Round(Value / factor, 1)) + suffix;
    }

    private static string Plain(decimal value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}

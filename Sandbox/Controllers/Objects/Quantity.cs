using System.Globalization;
using k8s.Models;

namespace Dodas.Sandbox.Controllers.Objects;

/// <summary>A Kubernetes quantity that can be added up and written in its shortest exact form.</summary>
/// <param name="Value">The amount.</param>
/// <param name="IsBinary">Whether it was written with Ki, Mi, …; a sum keeps the way its first part was written.</param>
internal readonly record struct Quantity(decimal Value, bool IsBinary)
{
    private static readonly string[] BinaryUnits = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly string[] DecimalUnits = ["k", "M", "G", "T", "P", "E"];

    /// <summary>Parses a quantity; null when it is none.</summary>
    public static Quantity? TryParse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        try
        {
            return new Quantity(new ResourceQuantity(text).ToDecimal(), text.EndsWith('i'));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public static Quantity operator +(Quantity left, Quantity right) => new(left.Value + right.Value, left.Value == 0 ? right.IsBinary : left.IsBinary);

    public static Quantity operator -(Quantity left, Quantity right) => left with { Value = left.Value - right.Value };

    /// <summary>As the API server writes it: <c>600m</c>, <c>2</c>, <c>256Mi</c>, <c>500M</c>.</summary>
    public override string ToString()
    {
        if (Value != decimal.Truncate(Value))
            return string.Create(CultureInfo.InvariantCulture, $"{decimal.Ceiling(Value * 1000):0}m");
        var (units, size) = IsBinary ? (BinaryUnits, 1024m) : (DecimalUnits, 1000m);
        var value = Value;
        var unit = "";
        foreach (var next in units)
        {
            if (value == 0 || value % size != 0)
                break;
            value /= size;
            unit = next;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0}{unit}");
    }
}

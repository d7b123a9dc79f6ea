using System.Globalization;

namespace Dodas.Benchmarks;

/// <summary>One measured figure and what it is held against: at most <paramref name="Goal"/>.</summary>
internal sealed record Figure(string Name, double Value, string Unit, double Goal)
{
    public bool IsShort => !(Value <= Goal);

    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{Name}  {Value:0.00}  {Unit}  ≤{Goal:0.00}  {(IsShort ? "short" : "ok")}");

    public static double Median(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);
}

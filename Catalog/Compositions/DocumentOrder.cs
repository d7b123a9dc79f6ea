using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Compositions;

/// <summary>Errors first, then as a person reads the document from top to bottom.</summary>
internal sealed class DocumentOrder : IComparer<Finding>
{
    private static readonly string[] Members = ["name", "apiVersion", "blocks", "bindings", "block", "chart", "version", "values", "secrets", "from", "requirement", "to"];

    public static DocumentOrder Instance { get; } = new();

    public int Compare(Finding? x, Finding? y)
    {
        if (x is null || y is null) return Comparer<bool>.Default.Compare(x is not null, y is not null);
        if (x.Severity != y.Severity) return x.Severity.CompareTo(y.Severity);
        var (a, b) = (JsonPointer.Parse(x.Path) ?? [], JsonPointer.Parse(y.Path) ?? []);
        for (var i = 0; i < Math.Min(a.Count, b.Count); i++)
        {
            var order = Compare(a[i], b[i]);
            if (order != 0) return order;
        }

        return a.Count != b.Count ? a.Count.CompareTo(b.Count) : string.CompareOrdinal(x.Message, y.Message);
    }

    private static int Compare(string a, string b)
    {
        if (JsonPointer.Index(a) is { } i && JsonPointer.Index(b) is { } j) return i.CompareTo(j);
        var (known, other) = (Rank(a), Rank(b));
        return known != other ? known.CompareTo(other) : string.CompareOrdinal(a, b);
    }

    private static int Rank(string member) => Array.IndexOf(Members, member) is >= 0 and var place ? place : Members.Length;
}

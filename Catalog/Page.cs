namespace Dodas.Catalog;

/// <summary>Which part of a list is asked for.</summary>
/// <param name="Take">How many items at most, 1 to 200.</param>
/// <param name="After">The <see cref="Page{T}.Next"/> of the page before, or null for the first page.</param>
public sealed record PageRequest(int Take = 50, string? After = null)
{
    /// <summary>The most items one page holds.</summary>
    public const int MostItems = 200;
}

/// <summary>One part of a list.</summary>
/// <param name="Items">The items, in the list's order.</param>
/// <param name="Total">How many items the whole list has.</param>
/// <param name="Next">What to ask for next, or null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int Total, string? Next);

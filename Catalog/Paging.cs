namespace Dodas.Catalog;

/// <summary>Cuts a page out of a list that is sorted by a text. The text of the last item is what the next page starts after, so any text is a valid place to start.</summary>
internal static class Paging
{
    public static Page<T> Cut<T>(IEnumerable<(string Key, T Item)> items, PageRequest page)
    {
        var sorted = items.OrderBy(i => i.Key, StringComparer.Ordinal).ToList();
        var take = Math.Clamp(page.Take, 1, PageRequest.MostItems);
        var start = page.After is null ? 0 : sorted.FindIndex(i => string.CompareOrdinal(i.Key, page.After) > 0);
        if (start < 0)
            start = sorted.Count;
        var cut = sorted.Slice(start, Math.Min(take, sorted.Count - start));
        return new([.. cut.Select(i => i.Item)], sorted.Count, start + cut.Count < sorted.Count ? cut[^1].Key : null);
    }
}

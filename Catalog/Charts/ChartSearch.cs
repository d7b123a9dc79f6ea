using System.Globalization;

namespace Dodas.Catalog.Charts;

/// <summary>Finds charts by words: every word must be somewhere in the name, the title, the keywords or the description; where it is decides the place in the list.</summary>
internal sealed class ChartSearch
{
    private const int NoMatch = int.MaxValue;
    private readonly string[] _words;

    public ChartSearch(string? query) => _words = query is null ? [] : [.. query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(10)];

    /// <summary>A text to sort by, best match first, then by name and repository; null when the chart does not match.</summary>
    public string? Key(ChartSummary chart)
    {
        var sum = 0;
        foreach (var word in _words)
        {
            var rank = Rank(chart, word);
            if (rank == NoMatch)
                return null;
            sum += rank;
        }

        // A space sorts before everything that a name can hold.
        return string.Create(CultureInfo.InvariantCulture, $"{sum:00} {chart.Name} {chart.Repository}");
    }

    private static int Rank(ChartSummary chart, string word)
    {
        var title = chart.Title ?? "";
        if (Is(chart.Name, word) || Is(title, word))
            return 0;
        if (Starts(chart.Name, word) || Starts(title, word))
            return 1;
        var words = Words(chart.Name).Concat(Words(title)).Concat(chart.Keywords);
        if (words.Any(w => Is(w, word)))
            return 2;
        if (words.Any(w => Starts(w, word)))
            return 3;
        if (Has(chart.Name, word) || Has(title, word))
            return 4;
        if (Words(chart.Description).Any(w => Starts(w, word)))
            return 5;
        return Has(chart.Description, word) || chart.Keywords.Any(k => Has(k, word)) ? 6 : NoMatch;
    }

    private static string[] Words(string text) => text.Split([' ', '-', '_', '.', '/', ',', '(', ')'], StringSplitOptions.RemoveEmptyEntries);

    private static bool Is(string text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);

    private static bool Starts(string text, string word) => text.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}

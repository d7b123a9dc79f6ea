namespace Dodas.Catalog.Documents;

/// <summary>The known name that a mistyped one most likely meant.</summary>
public static class NearestName
{
    private const int MostCharacters = 100;

    /// <summary>The nearest of the known names, or null when none is near: at most a third of the letters differ.</summary>
    public static string? Of(string given, IEnumerable<string> known)
    {
        // Longer texts are no mistyped names, and comparing costs the product of the lengths.
        if (given.Length > MostCharacters) return null;
        string? best = null;
        var bestDistance = Math.Max(1, Math.Min(given.Length, 24) / 3) + 1;
        foreach (var name in known)
        {
            if (name.Length > MostCharacters) continue;
            if (Math.Abs(name.Length - given.Length) >= bestDistance && !Extends(name, given)) continue;
            var distance = Extends(name, given) ? 1 : Distance(given.ToLowerInvariant(), name.ToLowerInvariant());
            if (distance >= bestDistance) continue;
            best = name;
            bestDistance = distance;
        }

        return best;
    }

    /// <summary>The sentence that suggests it, with a space before it; empty when none is near.</summary>
    public static string Hint(string given, IEnumerable<string> known) => Of(given, known) is { } name ? $" Did you mean '{name}'?" : "";

    // 'htc' for 'htcondor' is near however many letters are missing.
    private static bool Extends(string name, string given) => given.Length >= 3 && name.StartsWith(given, StringComparison.OrdinalIgnoreCase);

    // Damerau-Levenshtein with adjacent transpositions, over three rows.
    private static int Distance(string a, string b)
    {
        var before = new int[b.Length + 1];
        var last = new int[b.Length + 1];
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1] + 1, last[j] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }
}

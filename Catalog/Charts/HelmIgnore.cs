using System.IO.Enumeration;

namespace Dodas.Catalog.Charts;

/// <summary>The rules of a <c>.helmignore</c> file: one pattern a line, <c>!</c> negates, a trailing slash means folders only, a slash inside ties the pattern to the chart's root.</summary>
internal sealed class HelmIgnore
{
    private readonly List<(string Pattern, bool Negated, bool FolderOnly, bool Rooted)> _rules = [];

    public static HelmIgnore Parse(string text)
    {
        // helm ignores these always (pkg/ignore/rules.go, AddDefaults).
        var ignore = new HelmIgnore { _rules = { ("templates/.?*", false, false, true) } };
        foreach (var line in text.Split('\n'))
        {
            var rule = line.Trim();
            if (rule.Length == 0 || rule[0] == '#')
                continue;
            var negated = rule[0] == '!';
            if (negated)
                rule = rule[1..];
            var folderOnly = rule.EndsWith('/');
            rule = rule.TrimEnd('/');
            var rooted = rule.Contains('/');
            ignore._rules.Add((rule.TrimStart('/'), negated, folderOnly, rooted));
        }

        return ignore;
    }

    /// <summary>Whether the file or folder at this path below the chart's root is left out.</summary>
    public bool Ignores(string path, bool isFolder)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var ignored = false;
        foreach (var (pattern, negated, folderOnly, rooted) in _rules)
        {
            if (folderOnly && !isFolder)
                continue;
            if (rooted ? MatchesPath(pattern, path) : FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false))
                ignored = !negated;
        }

        return ignored;
    }

    /// <summary>A star stays within one part of a path, as in Go's <c>filepath.Match</c>.</summary>
    private static bool MatchesPath(string pattern, string path)
    {
        var patterns = pattern.Split('/');
        var parts = path.Split('/');
        return patterns.Length == parts.Length
            && patterns.Zip(parts).All(pair => FileSystemName.MatchesSimpleExpression(pair.First, pair.Second, ignoreCase: false));
    }
}

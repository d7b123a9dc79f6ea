using System.Text.RegularExpressions;
using Semver;

namespace Dodas.Catalog.Charts;

/// <summary>What chart names, versions and digests look like; nothing else reaches a path, an argument or a row.</summary>
internal static partial class ChartNames
{
    /// <summary>helm's own rule for chart names (<c>pkg/chart/v2/util/create.go</c>), and never a leading dot or dash.</summary>
    public static bool IsName(string name) => NamePattern().IsMatch(name);

    /// <summary>64 lower-case hex digits.</summary>
    public static bool IsDigest(string digest) => DigestPattern().IsMatch(digest);

    /// <summary>SemVer 2, with or without the leading <c>v</c> that well-known charts carry.</summary>
    public static bool TryVersion(string text, out SemVersion version)
    {
        version = null!;
        return text.Length <= 128 && SemVersion.TryParse(text, SemVersionStyles.AllowLowerV, out version!);
    }

    /// <summary>Newest stable first, then older stable, then pre-releases: what a person means by "the newest".</summary>
    public static int NewestStableFirst(SemVersion left, SemVersion right) =>
        left.IsPrerelease != right.IsPrerelease ? left.IsPrerelease.CompareTo(right.IsPrerelease) : right.CompareSortOrderTo(left);

    [GeneratedRegex("^[a-zA-Z0-9][a-zA-Z0-9._-]{0,249}\\z", RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();

    [GeneratedRegex("^[0-9a-f]{64}\\z", RegexOptions.NonBacktracking)]
    private static partial Regex DigestPattern();
}

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

    /// <summary>The version people mean when they name none: the newest stable one, or the newest at all when there is no stable one.</summary>
    public static T Newest<T>(IEnumerable<T> newestFirst, Func<T, string> version)
    {
        T? newest = default;
        var any = false;
        foreach (var candidate in newestFirst)
        {
            if (TryVersion(version(candidate), out var order) && !order.IsPrerelease)
                return candidate;
            if (!any)
                (newest, any) = (candidate, true);
        }

        return any ? newest! : throw new ArgumentException("A chart has at least one version.", nameof(newestFirst));
    }

    [GeneratedRegex("^[a-zA-Z0-9][a-zA-Z0-9._-]{0,249}\\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NamePattern();

    [GeneratedRegex("^[0-9a-f]{64}\\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex DigestPattern();
}

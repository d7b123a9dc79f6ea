using System.Text.RegularExpressions;

namespace Dodas.Catalog.Compositions;

/// <summary>
/// Which names are allowed. They are short enough that everything Kubernetes makes from them stays within its limits:
/// cluster 24, block 12 characters (a release then has at most 37 of helm's 53, a workload at most 52).
/// </summary>
internal static partial class Names
{
    public const int ClusterLength = 24;
    public const int BlockLength = 12;

    public static bool IsCluster(string name) => name.Length <= ClusterLength && Label().IsMatch(name);

    public static bool IsBlock(string name) => name.Length <= BlockLength && Label().IsMatch(name);

    [GeneratedRegex(@"^[a-z]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Label();
}

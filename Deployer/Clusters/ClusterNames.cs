using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Dodas.Catalog.Compositions;

namespace Dodas.Deployer.Clusters;

/// <summary>Names and ids of clusters.</summary>
internal static partial class ClusterNames
{
    // RFC 4648 base32 in lower case: no character is mistaken for another, and each may stand in a DNS label.
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>A new id of a cluster or an operation: 12 characters, 60 random bits.</summary>
    public static string NewId() => RandomNumberGenerator.GetString(Base32, 12);

    /// <summary>The namespace of a cluster.</summary>
    public static string Namespace(string name, string id) => $"{name}-{id[..6]}";

    /// <summary>What is wrong with a project's name.</summary>
    public static IEnumerable<Finding> CheckProject(string project)
    {
        if (!Label().IsMatch(project)) yield return new Finding(Severity.Error, "/project", "A project's name has lower-case letters, digits and '-', at most 63 characters.");
    }

    /// <summary>Says that a name is in use.</summary>
    public static Finding Taken(string name) => new(Severity.Error, "/name", $"'{name}' already exists in this project.");

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Label();
}

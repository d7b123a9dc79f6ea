using System.Text.RegularExpressions;

namespace Dodas.Deployer.Helm;

/// <summary>Names that may stand in helm's arguments. Everything is checked here once more, whoever checked it before: an argument is the last place to stop it.</summary>
internal static partial class HelmNames
{
    /// <summary>Helm's own limit.</summary>
    public const int LongestRelease = 53;

    /// <summary>The release name as given.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static string Release(string name) =>
        name.Length <= LongestRelease && DnsLabel().IsMatch(name) ? name : throw new ArgumentException($"'{name}' is no Helm release name.", nameof(name));

    /// <summary>The namespace as given.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static string Namespace(string name) =>
        name.Length <= 63 && DnsLabel().IsMatch(name) ? name : throw new ArgumentException($"'{name}' is no namespace name.", nameof(name));

    /// <summary>The label value as given.</summary>
    /// <exception cref="ArgumentException">It is none, or would end the label in helm's list of them.</exception>
    public static string LabelValue(string value) =>
        value.Length <= 63 && LabelText().IsMatch(value) ? value : throw new ArgumentException($"'{value}' cannot be a label's value.", nameof(value));

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex DnsLabel();

    [GeneratedRegex(@"^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex LabelText();
}

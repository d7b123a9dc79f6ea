using System.Text.RegularExpressions;

namespace Dodas.Deployer.Health;

/// <summary>Says in plain words why the API server refused to create a controller's pods.</summary>
internal static partial class RefusalWords
{
    public static string Of(string message)
    {
        if (Quota().Match(message) is { Success: true } quota)
            return $"The quota `{quota.Groups["name"].Value}` of the namespace is used up: asked for {quota.Groups["asked"].Value}, in use {quota.Groups["used"].Value}, allowed {quota.Groups["limit"].Value}.";
        if (Security().Match(message) is { Success: true } security)
            return $"Pod Security level `{security.Groups["level"].Value}` of the namespace refuses its pods: {Sentence(security.Groups["why"].Value)}";
        if (Account().Match(message) is { Success: true } account)
            return $"Service account `{account.Groups["name"].Value}` does not exist.";
        return $"Its pods are refused: {Sentence(Forbidden().Match(message) is { Success: true } forbidden ? forbidden.Groups["why"].Value : message)}";
    }

    /// <summary>The text with one full stop at its end.</summary>
    public static string Sentence(string text) => text.TrimEnd(' ', '\n', '.') + ".";

    [GeneratedRegex("exceeded quota: (?<name>[^,]+), requested: (?<asked>.+?), used: (?<used>.+?), limited: (?<limit>\\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quota();

    [GeneratedRegex("violates PodSecurity \"(?<level>[^\":]+)[^\"]*\": (?<why>.+)", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Security();

    [GeneratedRegex("service ?account \"(?<name>[^\"]+)\" not found", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Account();

    [GeneratedRegex("is forbidden: (?<why>.+)", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Forbidden();
}

using System.Text;

namespace Dodas.Deployer.Helm;

/// <summary>Makes what helm writes to standard error fit for a person: no log lines, no paths of this machine, no control characters, not too long.</summary>
internal static class HelmText
{
    private const int Longest = 2000;

    private static readonly string[] Noise = ["level=", "WARNING: Kubernetes configuration file", "Use --debug flag"];

    /// <summary>Cleans a message.</summary>
    /// <param name="text">What helm wrote.</param>
    /// <param name="paths">Path → what to write in its place; a directory ends with a slash.</param>
    public static string Clean(string text, IEnumerable<KeyValuePair<string, string>> paths)
    {
        var lines = text.Split('\n').Select(line => line.TrimEnd()).Where(line => !Noise.Any(line.StartsWith));
        var message = string.Join('\n', lines).Trim();
        foreach (var (path, instead) in paths.OrderByDescending(pair => pair.Key.Length)) message = message.Replace(path, instead, StringComparison.Ordinal);
        message = WithoutPrefix(message, "Error: ");
        message = WithoutPrefix(message, "UPGRADE FAILED: ");
        message = WithoutPrefix(message, "INSTALLATION FAILED: ");
        var clean = new StringBuilder(Math.Min(message.Length, Longest));
        foreach (var character in message.Take(Longest)) clean.Append(char.IsControl(character) && character != '\n' ? ' ' : character);
        return clean.ToString();
    }

    private static string WithoutPrefix(string text, string prefix) => text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;
}

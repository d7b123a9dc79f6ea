using System.Text.RegularExpressions;
using Dodas.Catalog.Documents;
using Dodas.Catalog.Planning;

namespace Dodas.Catalog.Blocks;

/// <summary>What the texts of a contract must look like; each check gives the sentence that says so, or null when all is well.</summary>
internal static partial class ContractText
{
    public static string? Name(string text) => NamePattern().IsMatch(text) ? null : "Use lower-case letters, digits and '-', at most 24 characters.";

    public static string? Key(string text) => KeyPattern().IsMatch(text) ? null : "Use letters, digits, '-', '_' and '.'.";

    public static string? Interface(string text) => InterfacePattern().IsMatch(text) ? null : "An interface type is a name and a version, such as 'htcondor-pool/v1'.";

    public static string? Pointer(string text) => text.Length > 0 && JsonPointer.IsValid(text) ? null : "Write a JSON pointer into the values, such as '/execute/replicas'.";

    public static string? Amount(string text) => text.StartsWith('/') ? Pointer(text)
        : KubernetesQuantity.TryParse(text, out var amount) && amount.Value >= 0 ? null
        : "Write a JSON pointer into the values, a number or a quantity such as '2Gi'.";

    public static string? Path(string text) => text.StartsWith('/') && !text.Any(char.IsWhiteSpace) ? null : "A path starts with '/' and has no blanks.";

    public static string? Protocol(string text) => ProtocolPattern().IsMatch(text) ? null : "Write a URI scheme, such as 'http'.";

    public static string? Expression(string text) => Blocks.Expression.Parse(text, out var problem) is null ? problem : null;

    public static string? Any(string text) => text.Length > 200 ? "Use at most 200 characters." : null;

    [GeneratedRegex(@"^[a-z]([-a-z0-9]{0,22}[a-z0-9])?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^[-._a-zA-Z0-9]{1,253}\z", RegexOptions.NonBacktracking)]
    private static partial Regex KeyPattern();

    [GeneratedRegex(@"^[a-z][-a-z0-9]{0,40}/v[0-9]{1,3}\z", RegexOptions.NonBacktracking)]
    private static partial Regex InterfacePattern();

    [GeneratedRegex(@"^[a-z][-+.a-z0-9]{0,20}\z", RegexOptions.NonBacktracking)]
    private static partial Regex ProtocolPattern();
}

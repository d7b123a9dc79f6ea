using Dodas.Catalog.Blocks;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Compositions.Rules;

/// <summary>Words that several rules put into their messages.</summary>
internal static class Words
{
    private static readonly string[] Numbers = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    /// <summary><c>htcondor-pool/v1</c> → <c>htcondor-pool</c>: people do not choose versions.</summary>
    public static string Interface(string type) => type.Split('/')[0];

    public static string Number(int number) => number < Numbers.Length ? Numbers[number] : number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static string And(IEnumerable<string> items) => Join([.. items], "and");

    public static string Or(IEnumerable<string> items) => Join([.. items], "or");

    public static string When(Condition condition) => $"{JsonPointer.Parse(condition.Path)?[^1]} is '{condition.EqualTo}'";

    /// <summary>What several blocks are together.</summary>
    public static string Kind(IReadOnlyList<Placement> placements) => placements.Select(placement => placement.Contract!.Kind).Distinct().ToList() switch
    {
        [BlockKind.Storage] => "storages",
        [BlockKind.Cache] => "caches",
        [BlockKind.Compute] => "compute services",
        [BlockKind.Interactive] => "workspaces",
        [BlockKind.Access] => "sign-in services",
        [BlockKind.External] => "external services",
        _ => "blocks",
    };

    private static string Join(IReadOnlyList<string> items, string word) =>
        items.Count < 2 ? string.Concat(items) : $"{string.Join(", ", items.Take(items.Count - 1))} {word} {items[^1]}";
}

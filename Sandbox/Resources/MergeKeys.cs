using System.Collections.Frozen;

namespace Dodas.Sandbox.Resources;

/// <summary>How the lists and maps of the built-in types merge; read from the embedded table <c>merge-keys.txt</c>.</summary>
internal static class MergeKeys
{
    private static readonly FrozenDictionary<(string Version, string Type, string Field), MergeRule> Rules = Read();

    /// <summary>The rule of a field, or null when nothing special holds.</summary>
    public static MergeRule? Of(string version, string type, string field) => Rules.GetValueOrDefault((version, type, field));

    private static FrozenDictionary<(string Version, string Type, string Field), MergeRule> Read()
    {
        var rules = new Dictionary<(string, string, string), MergeRule>();
        foreach (var line in EmbeddedTable.Lines("merge-keys.txt"))
        {
            if (line.Split(' ') is not [var package, var type, var field, var list, var keys, var map, var mergeKey, var strategy])
                throw new InvalidDataException($"merge-keys.txt: the line '{line}' does not have eight words.");
            var version = package[(package.LastIndexOf('.') + 1)..];
            rules[(version, type, field)] = new(
                package,
                list switch { "map" => ListMerge.Map, "set" => ListMerge.Set, _ => ListMerge.Atomic },
                keys == "-" ? [] : keys.Split(','),
                map == "atomic",
                mergeKey == "-" ? null : mergeKey,
                strategy.Split(','));
        }

        return rules.ToFrozenDictionary();
    }

    /// <summary>How one field merges.</summary>
    internal sealed record MergeRule(string Package, ListMerge List, string[] Keys, bool AtomicMap, string? MergeKey, string[] Strategies);
}

/// <summary>The tables that are embedded beside the code: a line an entry, words parted by spaces, comments after a hash.</summary>
internal static class EmbeddedTable
{
    /// <summary>The lines of a table without its comments.</summary>
    public static IEnumerable<string> Lines(string file)
    {
        using var stream = typeof(EmbeddedTable).Assembly.GetManifestResourceStream($"Dodas.Sandbox.Resources.{file}")
            ?? throw new InvalidOperationException($"The table {file} is not embedded in this assembly.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                yield return line;
        }
    }
}

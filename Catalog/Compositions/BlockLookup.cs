using Dodas.Catalog.Blocks;
using Semver;

namespace Dodas.Catalog.Compositions;

/// <summary>What a placed block names in the library.</summary>
internal abstract record BlockLookup
{
    private static readonly SemVersion Least = new(0, 0, 0);

    private BlockLookup()
    {
    }

    /// <summary>This chart version.</summary>
    public sealed record Found(Block Block) : BlockLookup;

    /// <summary>The document names neither a block nor a chart, or both.</summary>
    public sealed record NotOne(bool Both) : BlockLookup;

    /// <summary>There is no such block or chart.</summary>
    public sealed record Unknown : BlockLookup;

    /// <summary>It has no such version.</summary>
    public sealed record NoVersion(Block Newest) : BlockLookup;

    public static BlockLookup Find(PlacedBlock placed, BlockLibrary library)
    {
        var (byBlock, byChart) = (!string.IsNullOrEmpty(placed.Block), !string.IsNullOrEmpty(placed.Chart));
        if (byBlock == byChart) return new NotOne(byBlock);
        var versions = library.Blocks
            .Where(block => byBlock ? block.Contract?.Id == placed.Block : ChartName(block) == placed.Chart)
            .OrderByDescending(block => Rank(block.Chart.Version)).ThenByDescending(block => Version(block.Chart.Version) ?? Least, SemVersion.PrecedenceComparer)
            .ToList();
        if (versions.Count == 0) return new Unknown();
        if (string.IsNullOrEmpty(placed.Version)) return new Found(versions[0]);
        var exact = versions.Find(block => block.Chart.Version == placed.Version);
        return exact is null ? new NoVersion(versions[0]) : new Found(exact);
    }

    /// <summary>How a document names a chart.</summary>
    public static string ChartName(Block block) => $"{block.Chart.Repository}/{block.Chart.Name}";

    // Stable versions first, then pre-releases, then what is no version at all.
    private static int Rank(string version) => Version(version) is not { } parsed ? 0 : parsed.IsPrerelease ? 1 : 2;

    private static SemVersion? Version(string version) => SemVersion.TryParse(version, SemVersionStyles.Any, out var parsed) ? parsed : null;
}

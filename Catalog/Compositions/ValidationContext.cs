using Dodas.Catalog.Blocks;

namespace Dodas.Catalog.Compositions;

/// <summary>What a rule looks at. Nothing in it changes while the rules run, so their order does not matter.</summary>
internal sealed class ValidationContext
{
    private readonly Lazy<IReadOnlyList<Block>> newest;

    public ValidationContext(Composition composition, BlockLibrary library, string? clusterName)
    {
        Composition = composition;
        Library = library;
        ClusterName = clusterName;
        Lookups = [.. composition.Blocks.Select(placed => BlockLookup.Find(placed, library))];
        Placements = [.. composition.Blocks.Select((placed, i) => Placement.Of(i, placed, (Lookups[i] as BlockLookup.Found)?.Block))];
        Connections = Connections.Find(Placements, composition.Bindings);
        newest = new(() => [.. library.Blocks.Where(block => block.Contract is not null)
            .Select(block => block.Contract!.Id).Distinct(StringComparer.Ordinal)
            .Select(id => BlockLookup.Find(new PlacedBlock { Block = id }, library)).OfType<BlockLookup.Found>().Select(found => found.Block)]);
    }

    public Composition Composition { get; }

    public BlockLibrary Library { get; }

    public string? ClusterName { get; }

    public IReadOnlyList<BlockLookup> Lookups { get; }

    public IReadOnlyList<Placement> Placements { get; }

    /// <summary>Placements whose block is known.</summary>
    public IEnumerable<Placement> Known => Placements.Where(placement => placement.Block is not null);

    public Connections Connections { get; }

    public Placement? Named(string name) => Placements.FirstOrDefault(placement => placement.Name == name);

    /// <summary>What messages call a placement: its title, and its name where several have that title.</summary>
    public string Label(Placement placement) =>
        Placements.Count(other => other.Title == placement.Title) > 1 ? $"{placement.Title} '{placement.Name}'" : placement.Title;

    /// <summary>Blocks that could be added to offer a type, those that offer it as they come first.</summary>
    public IReadOnlyList<Block> Providers(string type) => [.. newest.Value
        .Where(block => block.Contract!.Provides.Any(provision => provision.Type == type) && MayAdd(block))
        .OrderByDescending(block => block.Contract!.Provides.Any(provision => provision.Type == type && HelmValues.Holds(provision.When, block.Defaults)))
        .ThenBy(block => block.Contract!.Kind == BlockKind.External)
        .ThenBy(block => block.Title, StringComparer.Ordinal)];

    /// <summary>Blocks that could be added to use a type.</summary>
    public IReadOnlyList<Block> Users(IEnumerable<string> types) => [.. newest.Value
        .Where(block => block.Contract!.Requires.Any(requirement => types.Contains(requirement.Type) && HelmValues.Holds(requirement.When, block.Defaults)) && MayAdd(block))
        .OrderBy(block => block.Contract!.Kind)
        .ThenBy(block => block.Title, StringComparer.Ordinal)];

    /// <summary>A fix that adds a block, under its id as far as that is free and short enough.</summary>
    public Fix Add(Block block, string? name = null) => Fixes.AddBlock(block.Title, name ?? FreeName(block.Contract!.Id), block.Contract!.Id);

    private bool MayAdd(Block block) =>
        block.Contract!.MaxPerComposition is not { } most || Placements.Count(placement => placement.Contract?.Id == block.Contract.Id) < most;

    private string FreeName(string id)
    {
        var start = id.Length <= 12 ? id : id[..12].TrimEnd('-');
        if (Named(start) is null) return start;
        for (var i = 2; ; i++)
        {
            var suffix = $"-{i}";
            var name = start[..Math.Min(start.Length, 12 - suffix.Length)].TrimEnd('-') + suffix;
            if (Named(name) is null) return name;
        }
    }
}

using Dodas.Catalog.Blocks;
using Dodas.Catalog.Compositions;

namespace Dodas.Portal.Compose;

/// <summary>One requirement of a placed block and who can serve it.</summary>
/// <param name="From">Name of the block that uses.</param>
/// <param name="Requirement">What it uses.</param>
/// <param name="Candidates">Names of the blocks that provide it.</param>
/// <param name="Chosen">Names of those that serve it: chosen by a person or, with one choice, by the portal.</param>
public sealed record Connection(string From, Requirement Requirement, IReadOnlyList<string> Candidates, IReadOnlyList<string> Chosen)
{
    /// <summary>More than one block could serve it, so a person chooses.</summary>
    public bool IsAsked => Candidates.Count > 1;

    /// <summary>It must be served and is not.</summary>
    public bool IsOpen => Chosen.Count < Requirement.Min;
}

/// <summary>Something a placed block needs or could use, and the blocks that would provide it.</summary>
/// <param name="From">Name of the block that uses.</param>
/// <param name="Type">Interface type.</param>
/// <param name="Needed">It cannot go without.</param>
/// <param name="Blocks">What can be added.</param>
public sealed record Offer(string From, string Type, bool Needed, IReadOnlyList<Block> Blocks);

/// <summary>Who can be connected with whom: a pure function of the placed blocks and the bindings a person made.</summary>
public static class Connections
{
    /// <summary>Every requirement that holds as the blocks are set.</summary>
    public static IReadOnlyList<Connection> Of(IReadOnlyList<KnownBlock> blocks, IReadOnlyList<Binding> bindings)
        => [.. blocks.SelectMany(block => block.Requires.Select(requirement => Connect(block, requirement, blocks, bindings)))];

    /// <summary>What could be added to serve requirements that nothing placed serves; needed ones first.</summary>
    public static IReadOnlyList<Offer> Offers(IReadOnlyList<Connection> connections, IReadOnlyList<Block> palette)
        => [.. connections
            .Where(connection => connection.Candidates.Count == 0)
            .Select(connection => new Offer(connection.From, connection.Requirement.Type, connection.Requirement.Min > 0, Providers(connection.Requirement.Type, palette)))
            .Where(offer => offer.Blocks.Count > 0)
            .OrderByDescending(offer => offer.Needed)];

    private static IReadOnlyList<Block> Providers(string type, IReadOnlyList<Block> palette)
        => [.. palette.Where(block => block.Contract?.Provides.Any(provision => provision.Type == type) == true)];

    private static Connection Connect(KnownBlock user, Requirement requirement, IReadOnlyList<KnownBlock> blocks, IReadOnlyList<Binding> bindings)
    {
        var candidates = blocks
            .Where(block => block.Placed.Name != user.Placed.Name && block.Provides.Any(provision => provision.Type == requirement.Type))
            .Select(block => block.Placed.Name)
            .ToList();
        var chosen = bindings
            .Where(binding => binding.From == user.Placed.Name && binding.Requirement == requirement.Type && candidates.Contains(binding.To))
            .Select(binding => binding.To)
            .ToList();
        return new Connection(user.Placed.Name, requirement, candidates, chosen.Count == 0 && candidates.Count == 1 ? candidates : chosen);
    }
}

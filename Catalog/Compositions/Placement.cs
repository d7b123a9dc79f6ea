using System.Text.Json.Nodes;
using Dodas.Catalog.Blocks;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Compositions;

/// <summary>A placed block with what it is and the values it will see.</summary>
/// <param name="Index">Place in the document.</param>
/// <param name="Placed">As the document has it.</param>
/// <param name="Block">What it is; null when the library does not have it.</param>
/// <param name="Values">Defaults with the overrides laid over, before the portal writes anything.</param>
internal sealed record Placement(int Index, PlacedBlock Placed, Block? Block, JsonObject Values)
{
    public string Path => JsonPointer.Append("/blocks", Index);

    public string Name => Placed.Name;

    /// <summary>Its name as a part of other names. A stand-in where the name is not allowed, so that one bad name is not reported again in every value made from it.</summary>
    public string NamePart => Names.IsBlock(Name) ? Name : $"block{Index + 1}";

    public BlockContract? Contract => Block?.Contract;

    public string Title => Block?.Title ?? Placed.Block ?? Placed.Chart ?? Placed.Name;

    /// <summary>Interfaces it offers with these values.</summary>
    public IEnumerable<Provision> Provides => (Contract?.Provides ?? []).Where(provision => HelmValues.Holds(provision.When, Values));

    /// <summary>Interfaces it uses with these values.</summary>
    public IEnumerable<Requirement> Requires => (Contract?.Requires ?? []).Where(requirement => HelmValues.Holds(requirement.When, Values));

    public string ValuePath(string pointer) => $"{Path}/values{pointer}";

    public static Placement Of(int index, PlacedBlock placed, Block? block) =>
        new(index, placed, block, block is null ? placed.Values : HelmValues.Merge(block.Defaults, placed.Values));
}

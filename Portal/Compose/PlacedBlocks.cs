using System.Globalization;
using System.Text.Json.Nodes;
using Dodas.Catalog.Blocks;
using Dodas.Catalog.Compositions;
using Dodas.Catalog.Documents;

namespace Dodas.Portal.Compose;

/// <summary>A placed block together with what it is.</summary>
/// <param name="Placed">As the composition has it.</param>
/// <param name="Block">What it is, or null when the catalog does not know it.</param>
public sealed record KnownBlock(PlacedBlock Placed, Block? Block)
{
    /// <summary>What a person reads.</summary>
    public string Title => Block?.Title ?? Placed.Block ?? Placed.Chart ?? Placed.Name;

    /// <summary>The value that is in force: the override, or the default.</summary>
    public JsonNode? Value(string pointer)
        => JsonPointer.TryGet(Placed.Values, pointer, out var set) ? set : JsonPointer.Get(Block?.Defaults, pointer);

    /// <summary>Whether a condition on the block's own values holds; no condition always does.</summary>
    public bool Holds(Condition? condition)
        => condition is null || Text(Value(condition.Path)) == condition.EqualTo;

    /// <summary>The interfaces it offers as it is set.</summary>
    public IEnumerable<Provision> Provides => Block?.Contract?.Provides.Where(provision => Holds(provision.When)) ?? [];

    /// <summary>The interfaces it uses as it is set.</summary>
    public IEnumerable<Requirement> Requires => Block?.Contract?.Requires.Where(requirement => Holds(requirement.When)) ?? [];

    /// <summary>A scalar as the text a contract compares it with.</summary>
    public static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonValue scalar when scalar.TryGetValue<string>(out var text) => text,
        JsonValue scalar when scalar.TryGetValue<bool>(out var flag) => flag ? "true" : "false",
        JsonValue scalar when scalar.TryGetValue<decimal>(out var number) => number.ToString(CultureInfo.InvariantCulture),
        _ => value.ToJsonString(),
    };

    /// <summary>Finds what a placed block is among the blocks and charts the catalog gave.</summary>
    public static KnownBlock Of(PlacedBlock placed, IReadOnlyList<Block> known)
    {
        var same = known.Where(block => placed.Block is { } id ? block.Contract?.Id == id : $"{block.Chart.Repository}/{block.Chart.Name}" == placed.Chart);
        // The catalog names the newest stable version first.
        return new KnownBlock(placed, same.FirstOrDefault(block => placed.Version is null || block.Chart.Version == placed.Version));
    }
}

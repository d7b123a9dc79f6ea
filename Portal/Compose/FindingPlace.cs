using Dodas.Catalog.Compositions;
using Dodas.Catalog.Documents;

namespace Dodas.Portal.Compose;

/// <summary>Where in the composer a finding belongs.</summary>
/// <param name="Step">The step that shows it.</param>
/// <param name="Block">Name of the block, or null.</param>
/// <param name="Pointer">JSON pointer into the block's values, or null when it is not about a value.</param>
/// <param name="Part">What of the block it is about: <c>name</c>, <c>values</c>, <c>secrets</c> and so on; empty for the block as a whole.</param>
public sealed record FindingPlace(ComposeStep Step, string? Block, string? Pointer, string Part = "")
{
    /// <summary>Reads the place from a finding's JSON pointer into the composition.</summary>
    public static FindingPlace Of(string path, Composition composition)
    {
        string[] tokens = [.. JsonPointer.Parse(path) ?? []];
        return tokens switch
        {
            ["bindings", ..] => new(ComposeStep.Connections, null, null),
            ["blocks", var index, .. var rest] when int.TryParse(index, out var i) && i >= 0 && i < composition.Blocks.Count => InBlock(composition.Blocks[i], rest),
            _ => new(ComposeStep.Blocks, null, null, tokens is ["name"] ? "cluster" : ""),
        };
    }

    private static FindingPlace InBlock(PlacedBlock block, string[] rest) => rest switch
    {
        ["values", .. var inside] => new(ComposeStep.Settings, block.Name, string.Concat(inside.Select(token => $"/{JsonPointer.Escape(token)}")), "values"),
        [var part, ..] => new(ComposeStep.Settings, block.Name, null, part),
        _ => new(ComposeStep.Blocks, block.Name, null),
    };
}

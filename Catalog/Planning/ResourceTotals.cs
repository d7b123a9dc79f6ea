using Dodas.Catalog.Blocks;
using Dodas.Catalog.Compositions;

namespace Dodas.Catalog.Planning;

/// <summary>What a composition asks for in all. A lower bound when <see cref="IsComplete"/> is false.</summary>
/// <param name="Terms">Where it comes from, in the document's order.</param>
/// <param name="Unknown">Names of placed blocks that say nothing (or nothing readable) about what they ask for.</param>
public sealed record ResourceTotals(IReadOnlyList<ResourceTerm> Terms, IReadOnlyList<string> Unknown)
{
    /// <summary>Every block said what it asks for.</summary>
    public bool IsComplete => Unknown.Count == 0;

    /// <summary>CPU cores.</summary>
    public KubernetesQuantity Cpu => new(Terms.Sum(term => term.Cpu.Value * term.Pods));

    /// <summary>Memory in bytes.</summary>
    public KubernetesQuantity Memory => new(Terms.Sum(term => term.Memory.Value * term.Pods));

    /// <summary>Volumes in bytes.</summary>
    public KubernetesQuantity Storage => new(Terms.Sum(term => term.Storage.Value * term.Pods));

    /// <summary>GPUs.</summary>
    public KubernetesQuantity Gpu => new(Terms.Sum(term => term.Gpu.Value * term.Pods));

    /// <summary>Pods.</summary>
    public int Pods => Terms.Sum(term => term.Pods);

    /// <summary>Sums a composition, valid or not yet: blocks and values that cannot be read count as unknown.</summary>
    public static ResourceTotals Of(Composition composition, BlockLibrary library) =>
        Of(composition.Blocks.Select((placed, i) => Placement.Of(i, placed, (BlockLookup.Find(placed, library) as BlockLookup.Found)?.Block)));

    /// <summary>Sums a valid composition.</summary>
    public static ResourceTotals Of(ValidComposition composition) =>
        Of(composition.Blocks.Select((block, i) => Placement.Of(i, block.Placed, block.Block)));

    private static ResourceTotals Of(IEnumerable<Placement> placements)
    {
        var terms = new List<ResourceTerm>();
        var unknown = new List<string>();
        foreach (var placement in placements)
        {
            // Only a block that stands for something elsewhere asks for nothing by saying nothing.
            var silent = placement.Contract is not { } contract || (contract.Resources.Count == 0 && contract.Kind != BlockKind.External);
            foreach (var resource in placement.Contract?.Resources ?? [])
            {
                if (Term(placement, resource) is { } term) terms.Add(term);
                else silent = true;
            }

            if (silent) unknown.Add(placement.Name);
        }

        return new ResourceTotals(terms, unknown);
    }

    private static ResourceTerm? Term(Placement placement, ResourceContract resource)
    {
        var amounts = new[] { resource.Count ?? "1", resource.Cpu, resource.Memory, resource.Gpu, resource.Storage }.Select(text => Amount(placement, text)).ToList();
        if (amounts.Any(amount => amount is null) || amounts[0]!.Value.Value is < 0 or > 1_000_000) return null;
        return new ResourceTerm(placement.Name, resource.Name, (int)amounts[0]!.Value.Value, amounts[1]!.Value, amounts[2]!.Value, amounts[3]!.Value, amounts[4]!.Value);
    }

    // Null: it is said but cannot be read.
    private static KubernetesQuantity? Amount(Placement placement, string? text)
    {
        if (text is null) return new KubernetesQuantity(0);
        var literal = text.StartsWith('/') ? HelmValues.TextAt(placement.Values, text) : text;
        return KubernetesQuantity.TryParse(literal, out var amount) && amount.Value >= 0 ? amount : null;
    }
}

/// <summary>One kind of pods in the sum; amounts are those of each pod.</summary>
/// <param name="Block">Name of the placed block.</param>
/// <param name="Name">What a person reads, such as "Workers".</param>
/// <param name="Pods">How many.</param>
/// <param name="Cpu">CPU cores.</param>
/// <param name="Memory">Memory in bytes.</param>
/// <param name="Gpu">GPUs.</param>
/// <param name="Storage">Volume in bytes.</param>
public sealed record ResourceTerm(string Block, string Name, int Pods, KubernetesQuantity Cpu, KubernetesQuantity Memory, KubernetesQuantity Gpu, KubernetesQuantity Storage);

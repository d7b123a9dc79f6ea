using System.Globalization;
using Dodas.Catalog.Blocks;
using Dodas.Catalog.Planning;

namespace Dodas.Portal.Compose;

/// <summary>What a composition consumes, summed over its blocks' contracts.</summary>
/// <param name="Cpu">Cores.</param>
/// <param name="Memory">Bytes.</param>
/// <param name="Gpu">GPUs.</param>
/// <param name="Storage">Bytes of volumes.</param>
/// <param name="Pods">Pods.</param>
/// <param name="IsComplete">False when a block does not say what it consumes, so that the sums are lower limits.</param>
public sealed record ResourceTotals(decimal Cpu, decimal Memory, decimal Gpu, decimal Storage, decimal Pods, bool IsComplete)
{
    /// <summary>Sums the blocks. An amount that cannot be read counts as nothing; the field that holds it has its own finding.</summary>
    public static ResourceTotals Of(IReadOnlyList<KnownBlock> blocks)
    {
        var sum = new ResourceTotals(0, 0, 0, 0, 0, blocks.All(block => block.Block?.Contract is not null));
        foreach (var block in blocks)
        {
            foreach (var term in block.Block?.Contract?.Resources ?? [])
                sum = sum.Add(block, term);
        }

        return sum;
    }

    private ResourceTotals Add(KnownBlock block, ResourceContract term)
    {
        var count = term.Count is null ? 1 : Math.Max(0, Amount(block, term.Count));
        return this with
        {
            Pods = Pods + count,
            Cpu = Cpu + (count * Amount(block, term.Cpu)),
            Memory = Memory + (count * Amount(block, term.Memory)),
            Gpu = Gpu + (count * Amount(block, term.Gpu)),
            Storage = Storage + (count * Amount(block, term.Storage)),
        };
    }

    private static decimal Amount(KnownBlock block, string? term)
    {
        if (term is null)
            return 0;
        var text = term.StartsWith('/') ? KnownBlock.Text(block.Value(term)) : term;
        return KubernetesQuantity.TryParse(text, out var quantity) ? quantity.Value : 0;
    }

    /// <summary>A number as a person reads it.</summary>
    public static string Plain(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Bytes in the largest binary unit that fits.</summary>
    public static string Bytes(decimal bytes) => bytes == 0 ? "0" : new KubernetesQuantity(bytes).ToBytes();
}

using Dodas.Catalog.Blocks;

namespace Dodas.Catalog.Compositions;

/// <summary>What checking a composition gave: <see cref="Valid"/> or <see cref="Invalid"/>. All rules have run in both cases.</summary>
/// <param name="Findings">Everything found, errors first, then in document order.</param>
public abstract record ValidationResult(IReadOnlyList<Finding> Findings)
{
    /// <summary>No error was found; warnings may be.</summary>
    public sealed record Valid(ValidComposition Composition, IReadOnlyList<Finding> Findings) : ValidationResult(Findings);

    /// <summary>At least one error was found.</summary>
    public sealed record Invalid(IReadOnlyList<Finding> Findings) : ValidationResult(Findings);
}

/// <summary>A composition that passed every rule. Only the validator makes one; only one of these can be planned.</summary>
public sealed record ValidComposition
{
    internal ValidComposition()
    {
    }

    /// <summary>The document as given.</summary>
    public required Composition Composition { get; init; }

    /// <summary>Each placed block with the version it resolved to, in the document's order.</summary>
    public required IReadOnlyList<ResolvedBlock> Blocks { get; init; }

    /// <summary>All bindings: those in the document and those that had one choice.</summary>
    public required IReadOnlyList<Binding> Bindings { get; init; }
}

/// <summary>A placed block and what it is.</summary>
/// <param name="Placed">As the document has it.</param>
/// <param name="Block">The chart version, schema and contract.</param>
/// <param name="Wave">When it is applied: a provider's wave is lower than its consumers'; the first is 1.</param>
public sealed record ResolvedBlock(PlacedBlock Placed, Block Block, int Wave);

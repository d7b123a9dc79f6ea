using Dodas.Catalog.Blocks;
using Dodas.Catalog.Charts;

namespace Dodas.Catalog.Repositories;

/// <summary>What the folder of charts held when it was last read.</summary>
internal sealed record LocalSnapshot
{
    public required string Stamp { get; init; }

    public required KnownRepository Known { get; init; }

    public required IReadOnlyList<LocalChart> Charts { get; init; }

    public required IReadOnlyList<Recipe> Recipes { get; init; }
}

/// <summary>One chart folder: read and packed, or refused.</summary>
/// <param name="Folder">Name of the folder below <c>charts/</c>.</param>
/// <param name="Stamp">Stamp of its files when it was read.</param>
/// <param name="Refusal">Why it cannot be offered, or null.</param>
internal sealed record LocalChart(string Folder, string Stamp, string? Refusal)
{
    /// <summary>Chart.yaml, when it is offered.</summary>
    public ChartFile? File { get; init; }

    /// <summary>Digest of the packed folder, when it is offered.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Its contract, or null.</summary>
    public BlockContract? Contract { get; init; }
}

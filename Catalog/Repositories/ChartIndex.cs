using Semver;

namespace Dodas.Catalog.Repositories;

/// <summary>An index.yaml: what can be offered, and what was left out.</summary>
/// <param name="Charts">Charts with at least one good version.</param>
/// <param name="Skipped">Entries that were left out, each with the reason; the last one may count those that are not named.</param>
internal sealed record ChartIndex(IReadOnlyList<IndexChart> Charts, IReadOnlyList<string> Skipped);

/// <summary>A chart of an index.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Versions">Newest first.</param>
/// <param name="Newest">The newest stable one, which describes it.</param>
internal sealed record IndexChart(string Name, IReadOnlyList<IndexVersion> Versions, IndexVersion Newest);

/// <summary>One version in an index.</summary>
internal sealed record IndexVersion
{
    public required string Version { get; init; }

    public required SemVersion Order { get; init; }

    public required string Digest { get; init; }

    public required Uri Url { get; init; }

    public string? AppVersion { get; init; }

    public DateTime? Created { get; init; }

    public bool Deprecated { get; init; }

    public string Description { get; init; } = "";

    public string? Icon { get; init; }

    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>The annotation <c>dodas.io/block</c>.</summary>
    public string? Block { get; init; }
}

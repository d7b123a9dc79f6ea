using System.Text.Json.Nodes;
using Dodas.Catalog.Charts;

namespace Dodas.Catalog.Blocks;

/// <summary>Something a composition can place: a chart version with its values schema and, when it has one, its contract. Immutable.</summary>
public sealed record Block
{
    /// <summary>The pinned chart version.</summary>
    public required ChartReference Chart { get; init; }

    /// <summary>The contract; null for a chart that is no block.</summary>
    public BlockContract? Contract { get; init; }

    /// <summary>values.schema.json, parsed and checked to be safe, or null when there is none.</summary>
    public JsonNode? Schema { get; init; }

    /// <summary>values.yaml as JSON.</summary>
    public required JsonObject Defaults { get; init; }

    /// <summary>One line, plain text.</summary>
    public string Description { get; init; } = "";

    /// <summary>A <c>data:</c> address of an image, or null.</summary>
    public string? Icon { get; init; }

    /// <summary>What a person reads: the contract's title, or the chart's name.</summary>
    public string Title => Contract?.Title ?? Chart.Name;
}

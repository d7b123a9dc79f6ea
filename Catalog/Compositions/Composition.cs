using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Dodas.Catalog.Compositions;

/// <summary>Placed blocks and the bindings between them. Immutable: an edit is a copy. It serialises to the public document <c>dodas/v1</c>.</summary>
public sealed record Composition
{
    /// <summary>The only document version there is.</summary>
    public const string CurrentVersion = "dodas/v1";

    /// <summary>The most blocks one composition has.</summary>
    public const int MostBlocks = 100;

    /// <summary>The most bindings one composition has.</summary>
    public const int MostBindings = 500;

    /// <summary>Document version.</summary>
    public string ApiVersion { get; init; } = CurrentVersion;

    /// <summary>The blocks, in the order a person placed them.</summary>
    public IReadOnlyList<PlacedBlock> Blocks { get; init; } = [];

    /// <summary>Which provider serves which requirement, where a person (or a recipe) said so; what has only one choice is bound without being named here.</summary>
    public IReadOnlyList<Binding> Bindings { get; init; } = [];
}

/// <summary>One block in a composition. Either <see cref="Block"/> or <see cref="Chart"/> is set.</summary>
public sealed record PlacedBlock
{
    /// <summary>Name within the composition: at most 12 lower-case letters, digits and dashes.</summary>
    public string Name { get; init; } = "";

    /// <summary>Block id, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Block { get; init; }

    /// <summary><c>repository/name</c> of a chart that is no block, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Chart { get; init; }

    /// <summary>Chart version, or null for the newest stable one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Version { get; init; }

    /// <summary>Overrides of the chart's default values; never a secret.</summary>
    public JsonObject Values { get; init; } = [];

    /// <summary>Secrets a person entered, by the contract's secret name. Write-only: taken in, never given back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();
}

/// <summary>One connection, from the block that uses to the block that provides.</summary>
/// <param name="From">Name of the block that uses.</param>
/// <param name="Requirement">Interface type, such as <c>htcondor-pool/v1</c>.</param>
/// <param name="To">Name of the block that provides.</param>
public sealed record Binding(string From, string Requirement, string To);

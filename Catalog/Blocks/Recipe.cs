using Dodas.Catalog.Compositions;

namespace Dodas.Catalog.Blocks;

/// <summary>A published starting composition.</summary>
public sealed record Recipe
{
    /// <summary>A DNS label.</summary>
    public required string Id { get; init; }

    /// <summary>What a person reads.</summary>
    public required string Title { get; init; }

    /// <summary>One line.</summary>
    public required string Summary { get; init; }

    /// <summary>What it is for, Markdown.</summary>
    public string Description { get; init; } = "";

    /// <summary>Typical CPU, memory and storage, as quantities.</summary>
    public IReadOnlyDictionary<string, string> Size { get; init; } = new Dictionary<string, string>();

    /// <summary>How long it typically takes to be ready, in words.</summary>
    public string Time { get; init; } = "";

    /// <summary>Place in lists, lowest first.</summary>
    public int Order { get; init; }

    /// <summary>What a person starts from.</summary>
    public required Composition Composition { get; init; }
}

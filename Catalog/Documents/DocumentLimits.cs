namespace Dodas.Catalog.Documents;

/// <summary>How much a text from outside may ask of us.</summary>
public sealed record DocumentLimits
{
    /// <summary>For what people and charts write: 1 Mi characters, 64 levels, 100,000 nodes.</summary>
    public static DocumentLimits Default { get; } = new();

    /// <summary>As <see cref="Default"/>, but a key given twice counts with its last value, as helm reads the values.yaml of a chart.</summary>
    public static DocumentLimits ChartValues { get; } = new() { LastKeyWins = true };

    /// <summary>Most characters.</summary>
    public int Length { get; init; } = 1024 * 1024;

    /// <summary>Most levels of nesting.</summary>
    public int Depth { get; init; } = 64;

    /// <summary>Most nodes, each use of a YAML alias counted in full: what stops an alias bomb.</summary>
    public int Nodes { get; init; } = 100_000;

    /// <summary>A key given twice is no error.</summary>
    public bool LastKeyWins { get; init; }
}

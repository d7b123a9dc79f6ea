namespace Dodas.Catalog.Charts;

/// <summary>What the catalog reads out of a chart archive; everything else in it is only counted. Texts are their author's.</summary>
internal sealed record ArchiveContents
{
    /// <summary>The one folder everything is in.</summary>
    public required string Folder { get; init; }

    /// <summary>Chart.yaml.</summary>
    public required string Chart { get; init; }

    /// <summary>values.yaml, empty when there is none.</summary>
    public string Values { get; init; } = "";

    /// <summary>values.schema.json, or null.</summary>
    public string? Schema { get; init; }

    /// <summary>values.schema.json of every subchart, packed ones included: helm reads them all.</summary>
    public IReadOnlyList<string> SubchartSchemas { get; init; } = [];

    /// <summary>README.md, empty when there is none.</summary>
    public string Readme { get; init; } = "";

    /// <summary>block.yaml, or null.</summary>
    public string? Block { get; init; }

    /// <summary>Paths below <c>templates/</c>, in the archive's order.</summary>
    public IReadOnlyList<string> Templates { get; init; } = [];
}

/// <summary>How much of an archive is read before it is refused.</summary>
/// <param name="PackedBytes">Bytes of the .tgz.</param>
/// <param name="UnpackedBytes">Bytes of the tar inside.</param>
/// <param name="Entries">Files and folders.</param>
/// <param name="FileBytes">Bytes of one file; helm's own limit is 5 MiB.</param>
/// <param name="TextBytes">Bytes of one file that is kept as text.</param>
internal sealed record ArchiveLimits(long PackedBytes, long UnpackedBytes, int Entries, long FileBytes = 5 * 1024 * 1024, int TextBytes = 1024 * 1024)
{
    /// <summary>Unpacked bytes per packed byte. Text compresses tenfold, a bomb a thousandfold.</summary>
    public const int Ratio = 100;

    /// <summary>Below this size no ratio is looked at: small archives of empty templates are harmless.</summary>
    public const long RatioFrom = 4 * 1024 * 1024;

    public static ArchiveLimits From(CatalogOptions options) =>
        new(options.MaxArchiveBytes, options.MaxUnpackedBytes, options.MaxArchiveEntries);
}

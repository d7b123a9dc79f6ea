namespace Dodas.Catalog.Charts;

/// <summary>A chart as a list shows it: its newest stable version (its newest at all when there is no stable one).</summary>
public sealed record ChartSummary
{
    /// <summary>Name of the repository.</summary>
    public required string Repository { get; init; }

    /// <summary>Chart name.</summary>
    public required string Name { get; init; }

    /// <summary>What a person reads instead of the name: the title of a block whose archive is here, or null.</summary>
    public string? Title { get; init; }

    /// <summary>Version the summary describes.</summary>
    public required string Version { get; init; }

    /// <summary>Version of the application inside, as its author writes it.</summary>
    public string? AppVersion { get; init; }

    /// <summary>One line, plain text from the chart's author.</summary>
    public string Description { get; init; } = "";

    /// <summary>A <c>data:</c> address of an image, or null: an icon on another host is never loaded.</summary>
    public string? Icon { get; init; }

    /// <summary>Words the author gave for finding it.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>The author says not to use it any more.</summary>
    public bool Deprecated { get; init; }

    /// <summary>The id of the block it is, or null when it has no contract.</summary>
    public string? Block { get; init; }
}

/// <summary>One published version in a chart's list of versions.</summary>
/// <param name="Version">SemVer version.</param>
/// <param name="AppVersion">Version of the application inside.</param>
/// <param name="Created">When it was published (UTC), when the index says so.</param>
/// <param name="Digest">SHA-256 of the archive, lower-case hex; empty when the index gives none.</param>
/// <param name="Deprecated">The author says not to use it any more.</param>
public sealed record ChartVersion(string Version, string? AppVersion, DateTime? Created, string Digest, bool Deprecated);

/// <summary>A person who maintains a chart, as the chart says.</summary>
/// <param name="Name">Name.</param>
/// <param name="Email">Mail address, if given.</param>
public sealed record Maintainer(string Name, string? Email);

/// <summary>Everything the catalog knows about one chart version. All text is its author's: hostile until shown as text or sanitised.</summary>
public sealed record ChartDetails
{
    /// <summary>What lists show, for this version.</summary>
    public required ChartSummary Summary { get; init; }

    /// <summary>All versions, newest first.</summary>
    public required IReadOnlyList<ChartVersion> Versions { get; init; }

    /// <summary>The pinned version, archive digest included.</summary>
    public required ChartReference Reference { get; init; }

    /// <summary>README.md as Markdown, empty when there is none.</summary>
    public string Readme { get; init; } = "";

    /// <summary>values.yaml as text, empty when there is none.</summary>
    public string Values { get; init; } = "";

    /// <summary>values.schema.json as text, or null when there is none.</summary>
    public string? Schema { get; init; }

    /// <summary>Home page, if given.</summary>
    public string? Home { get; init; }

    /// <summary>Maintainers.</summary>
    public IReadOnlyList<Maintainer> Maintainers { get; init; } = [];

    /// <summary>The block's contract, or null when the chart has none.</summary>
    public Blocks.BlockContract? Contract { get; init; }
}

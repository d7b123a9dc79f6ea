namespace Dodas.Catalog.Storage;

/// <summary>An HTTP repository. The local repository has no row: its folder is the truth.</summary>
internal sealed class RepositoryRow
{
    public int Id { get; set; }

    public required string Name { get; set; }

    public required string Url { get; set; }

    /// <summary>Grows with every sync that changed a chart; readers reload when it does.</summary>
    public int Revision { get; set; }

    public DateTime? SyncedAt { get; set; }

    public DateTime NextSyncAt { get; set; }

    /// <summary>Syncs failed in a row.</summary>
    public int Failures { get; set; }

    public string? Error { get; set; }

    /// <summary>What the last good index left out, with the reasons.</summary>
    public List<string> Skipped { get; set; } = [];

    /// <summary>Validators of the last good index, so that an unchanged one is not sent again.</summary>
    public string? ETag { get; set; }

    public string? LastModified { get; set; }
}

/// <summary>A chart of an HTTP repository, as its newest stable version describes it.</summary>
internal sealed class ChartRow
{
    public int Id { get; set; }

    public int RepositoryId { get; set; }

    public required string Name { get; set; }

    public required string Version { get; set; }

    public required string Digest { get; set; }

    public string? AppVersion { get; set; }

    public string Description { get; set; } = "";

    public string? Icon { get; set; }

    public List<string> Keywords { get; set; } = [];

    public bool Deprecated { get; set; }

    /// <summary>The block's id by the annotation <c>dodas.io/block</c>, or null.</summary>
    public string? Block { get; set; }

    /// <summary>Hash over everything the index says of this chart; a sync rewrites only the charts where it changed.</summary>
    public required string Hash { get; set; }

    public List<ChartVersionRow> Versions { get; set; } = [];
}

/// <summary>One version of a chart of an HTTP repository.</summary>
internal sealed class ChartVersionRow
{
    public int Id { get; set; }

    public int ChartId { get; set; }

    public required string Version { get; set; }

    /// <summary>0 is the newest version; SQLite cannot sort SemVer.</summary>
    public int Position { get; set; }

    public string? AppVersion { get; set; }

    public DateTime? Created { get; set; }

    /// <summary>SHA-256 of the archive, lower-case hex.</summary>
    public required string Digest { get; set; }

    /// <summary>Absolute address of the archive.</summary>
    public required string Url { get; set; }

    public bool Deprecated { get; set; }
}

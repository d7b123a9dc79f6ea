namespace Dodas.Catalog;

/// <summary>Where the catalog finds charts, where it keeps them, and how much of what others wrote it is willing to read.</summary>
public sealed class CatalogOptions
{
    /// <summary>The folder of charts that is the repository <c>local</c>; its <c>recipes/</c> holds the recipes.</summary>
    public string LocalRepository { get; set; } = "charts";

    /// <summary>The portal's data folder; archives are kept in <c>charts/&lt;sha256&gt;.tgz</c> below it.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>SQLite connection string; <c>portal.db</c> in the data folder when null.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// Hosts (<c>host</c> or <c>host:port</c>) of repositories that may be reached by plain http and may have a loopback or private address.
    /// Only an administrator of the machine sets this: everybody else's addresses must be https and public.
    /// </summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>How often an HTTP repository is read again; a tenth of it is jitter.</summary>
    public TimeSpan SyncInterval { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long one download may take in all.</summary>
    public TimeSpan DownloadTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Most bytes of an index.yaml, after decompression.</summary>
    public long MaxIndexBytes { get; set; } = 100_000_000;

    /// <summary>Most chart versions taken from one index.</summary>
    public int MaxIndexVersions { get; set; } = 200_000;

    /// <summary>Most bytes of a chart archive as it is downloaded.</summary>
    public long MaxArchiveBytes { get; set; } = 20_000_000;

    /// <summary>Most bytes of a chart archive once unpacked; helm's own limit is 100 MiB.</summary>
    public long MaxUnpackedBytes { get; set; } = 100 * 1024 * 1024;

    /// <summary>Most files and folders in a chart archive.</summary>
    public int MaxArchiveEntries { get; set; } = 10_000;

    /// <summary>Pause before a failed request is tried again; it doubles with each try.</summary>
    internal TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    internal string ArchiveDirectory => Path.Combine(Path.GetFullPath(DataDirectory), "charts");

    internal string Database => ConnectionString ?? $"Data Source={Path.Combine(Path.GetFullPath(DataDirectory), "portal.db")}";

    /// <summary>Whether the administrator vouches for this address's host.</summary>
    internal bool Allows(Uri address) =>
        AllowedHosts.Any(host => string.Equals(host, address.IdnHost, StringComparison.OrdinalIgnoreCase)
            || string.Equals(host, Uri.CheckHostName(address.IdnHost) == UriHostNameType.IPv6 ? $"[{address.IdnHost}]" : address.IdnHost, StringComparison.OrdinalIgnoreCase)
            || string.Equals(host, address.Authority, StringComparison.OrdinalIgnoreCase)
            || string.Equals(host, $"{address.IdnHost}:{address.Port}", StringComparison.OrdinalIgnoreCase));
}

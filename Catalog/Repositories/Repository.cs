namespace Dodas.Catalog.Repositories;

/// <summary>Where charts come from.</summary>
public enum RepositoryKind
{
    /// <summary>A folder of charts on this machine.</summary>
    Local,

    /// <summary>An index.yaml and archives over HTTP(S).</summary>
    Http,
}

/// <summary>A repository and the state of its last sync.</summary>
public sealed record Repository
{
    /// <summary>Name in this portal, a DNS label.</summary>
    public required string Name { get; init; }

    /// <summary>Where its charts come from.</summary>
    public required RepositoryKind Kind { get; init; }

    /// <summary>Address of an HTTP repository, null for a local one.</summary>
    public string? Url { get; init; }

    /// <summary>How many charts it has.</summary>
    public int Charts { get; init; }

    /// <summary>When it was last read successfully (UTC), or null for never.</summary>
    public DateTime? SyncedAt { get; init; }

    /// <summary>Why the last sync failed, or null.</summary>
    public string? Error { get; init; }

    /// <summary>Entries of its index that were left out, each with the reason.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];
}

/// <summary>A repository to add.</summary>
/// <param name="Name">Name in this portal, a DNS label.</param>
/// <param name="Kind">Only <c>http</c> can be added.</param>
/// <param name="Url">Absolute address of the folder that holds index.yaml.</param>
public sealed record NewRepository(string Name, string Kind, string Url);

/// <summary>What a call on a repository gave.</summary>
public abstract record RepositoryOutcome
{
    private RepositoryOutcome()
    {
    }

    /// <summary>It was done; a sync that failed shows in the repository's <see cref="Repository.Error"/>.</summary>
    public sealed record Done(Repository Repository) : RepositoryOutcome;

    /// <summary>The person may not do this.</summary>
    public sealed record Forbidden : RepositoryOutcome;

    /// <summary>There is no such repository.</summary>
    public sealed record NotFound : RepositoryOutcome;

    /// <summary>The name is taken.</summary>
    public sealed record NameTaken : RepositoryOutcome;

    /// <summary>What was given cannot be used, and why.</summary>
    public sealed record Refused(string Field, string Message) : RepositoryOutcome;
}

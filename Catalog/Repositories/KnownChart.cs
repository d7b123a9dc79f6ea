using Dodas.Catalog.Charts;

namespace Dodas.Catalog.Repositories;

/// <summary>A chart that a repository offers.</summary>
/// <param name="Summary">What lists show: its newest stable version.</param>
/// <param name="Digest">Digest of that version's archive.</param>
internal sealed record KnownChart(ChartSummary Summary, string Digest)
{
    public ChartReference Newest => new(Summary.Repository, Summary.Name, Summary.Version, Digest);
}

/// <summary>A repository with its charts, by name: an immutable snapshot.</summary>
internal sealed record KnownRepository(Repository Repository, IReadOnlyList<KnownChart> Charts);

/// <summary>A version that a repository offers.</summary>
/// <param name="Version">What lists show.</param>
/// <param name="Url">Where its archive is, or null when it needs no fetching.</param>
internal sealed record KnownVersion(ChartVersion Version, Uri? Url);

/// <summary>A kind of repository: a folder, HTTP, later a registry.</summary>
internal interface IRepositorySource
{
    /// <summary>All repositories of this kind, by name.</summary>
    Task<IReadOnlyList<KnownRepository>> RepositoriesAsync(CancellationToken cancellationToken);

    /// <summary>All versions of a chart, newest first; empty when there is no such chart.</summary>
    Task<IReadOnlyList<KnownVersion>> VersionsAsync(string repository, string chart, CancellationToken cancellationToken);

    /// <summary>Brings the archive of this version into the store, if it is not there, with the digest that the reference names.</summary>
    /// <exception cref="ChartUnavailableException">It cannot be had.</exception>
    Task FetchAsync(ChartReference chart, CancellationToken cancellationToken);
}

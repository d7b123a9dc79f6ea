using Dodas.Catalog.Charts;

namespace Dodas.Catalog.Repositories;

/// <summary>The repositories of every kind as one list: local first, then by name. That order decides who wins when two offer the same block.</summary>
internal sealed class AllRepositories(LocalRepository local, HttpRepositories http, ArchiveStore archives, ParsedCharts parsed)
{
    public async Task<IReadOnlyList<KnownRepository>> ListAsync(CancellationToken cancellationToken) =>
        [.. await local.RepositoriesAsync(cancellationToken), .. await http.RepositoriesAsync(cancellationToken)];

    public async Task<KnownChart?> FindAsync(string repository, string chart, CancellationToken cancellationToken) =>
        (await Source(repository).RepositoriesAsync(cancellationToken)).FirstOrDefault(r => r.Repository.Name == repository)?.Charts.FirstOrDefault(c => c.Summary.Name == chart);

    /// <summary>All versions of a chart, newest first.</summary>
    public Task<IReadOnlyList<KnownVersion>> VersionsAsync(string repository, string chart, CancellationToken cancellationToken) =>
        Source(repository).VersionsAsync(repository, chart, cancellationToken);

    /// <summary>One version of a chart (the newest stable one for null), or null when it is not offered.</summary>
    public async Task<ChartReference?> PinAsync(string repository, string chart, string? version, CancellationToken cancellationToken)
    {
        if (version is null)
            return (await FindAsync(repository, chart, cancellationToken))?.Newest;
        var known = (await VersionsAsync(repository, chart, cancellationToken)).FirstOrDefault(v => v.Version.Version == version);
        return known is null ? null : new(repository, chart, version, known.Version.Digest);
    }

    /// <summary>Path of the archive, which is here and whole afterwards.</summary>
    /// <exception cref="ChartUnavailableException">It cannot be had.</exception>
    public async Task<string> ArchiveAsync(ChartReference chart, CancellationToken cancellationToken)
    {
        if (!await archives.CheckAsync(chart.Digest, cancellationToken))
            await Source(chart.Repository).FetchAsync(chart, cancellationToken);
        return archives.PathOf(chart.Digest);
    }

    /// <summary>The chart as its archive says, which is fetched if need be.</summary>
    /// <exception cref="ChartUnavailableException">It cannot be had, or is not what it should be.</exception>
    public async Task<ParsedChart> ReadAsync(ChartReference chart, CancellationToken cancellationToken)
    {
        if (parsed.Find(chart) is { } known)
            return known;
        await ArchiveAsync(chart, cancellationToken);
        try
        {
            return parsed.Read(chart, cancellationToken);
        }
        catch (ArchiveRefusedException e)
        {
            throw new ChartUnavailableException($"The archive of {chart.Name} {chart.Version} from '{chart.Repository}' was refused: {e.Message}.", e);
        }
    }

    private IRepositorySource Source(string repository) => repository == LocalRepository.Name ? local : http;
}

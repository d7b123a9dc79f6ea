using System.Collections.Concurrent;
using Dodas.Catalog.Charts;
using Dodas.Catalog.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dodas.Catalog.Repositories;

/// <summary>HTTP repositories as the last sync left them in the database: what is known stays usable while a server is down.</summary>
internal sealed class HttpRepositories(IDbContextFactory<CatalogDbContext> contexts, RepositoryClient client, ArchiveStore archives, IOptions<CatalogOptions> options) : IRepositorySource
{
    private readonly ConcurrentDictionary<int, (int Revision, IReadOnlyList<KnownChart> Charts)> _charts = new();

    public async Task<IReadOnlyList<KnownRepository>> RepositoriesAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Repositories.AsNoTracking().OrderBy(r => r.Name).ToListAsync(cancellationToken);
        foreach (var removed in _charts.Keys.Except(rows.Select(r => r.Id)))
            _charts.TryRemove(removed, out _);
        List<KnownRepository> known = [];
        foreach (var row in rows)
        {
            // The row says when the charts changed, in whichever process that was.
            if (!_charts.TryGetValue(row.Id, out var charts) || charts.Revision != row.Revision)
                _charts[row.Id] = charts = (row.Revision, await ChartsAsync(context, row, cancellationToken));
            known.Add(new(Repository(row, charts.Charts.Count), charts.Charts));
        }

        return known;
    }

    public async Task<IReadOnlyList<KnownVersion>> VersionsAsync(string repository, string chart, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await VersionRows(context, repository, chart).OrderBy(v => v.Position).ToListAsync(cancellationToken);
        return [.. rows.Select(v => new KnownVersion(new(v.Version, v.AppVersion, v.Created, v.Digest, v.Deprecated), new Uri(v.Url)))];
    }

    public async Task FetchAsync(ChartReference chart, CancellationToken cancellationToken)
    {
        if (await archives.CheckAsync(chart.Digest, cancellationToken))
            return;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var repository = await context.Repositories.AsNoTracking().FirstOrDefaultAsync(r => r.Name == chart.Repository, cancellationToken)
            ?? throw new ChartUnavailableException($"The repository '{chart.Repository}' is gone and the archive of {chart.Name} {chart.Version} was never fetched; add the repository again.");
        var version = await VersionRows(context, chart.Repository, chart.Name).FirstOrDefaultAsync(v => v.Version == chart.Version, cancellationToken)
            ?? throw new ChartUnavailableException($"'{chart.Repository}' no longer offers {chart.Name} {chart.Version}, and its archive was never fetched; choose another version.");
        if (version.Digest != chart.Digest)
            throw new ChartUnavailableException($"'{chart.Repository}' now offers another archive as {chart.Name} {chart.Version} than the one that was pinned; choose the version again if you trust the new one.");
        try
        {
            await client.GetAsync(new Uri(repository.Url), new Uri(version.Url), known: null, options.Value.MaxArchiveBytes,
                (body, _, cancel) => archives.PutAsync(output => body.CopyToAsync(output, cancel), chart.Digest, cancel), cancellationToken);
        }
        catch (Exception e) when (e is RepositoryUnavailableException or ArchiveRefusedException)
        {
            throw new ChartUnavailableException($"The archive of {chart.Name} {chart.Version} could not be fetched from '{chart.Repository}': {e.Message}", e);
        }
    }

    /// <summary>A row as people see it.</summary>
    public static Repository Repository(RepositoryRow row, int charts) => new()
    {
        Name = row.Name,
        Kind = RepositoryKind.Http,
        Url = row.Url,
        Charts = charts,
        SyncedAt = row.SyncedAt,
        Error = row.Error,
        Skipped = row.Skipped,
    };

    private static IQueryable<ChartVersionRow> VersionRows(CatalogDbContext context, string repository, string chart) =>
        from r in context.Repositories
        join c in context.Charts on r.Id equals c.RepositoryId
        join v in context.Versions.AsNoTracking() on c.Id equals v.ChartId
        where r.Name == repository && c.Name == chart
        select v;

    private static async Task<IReadOnlyList<KnownChart>> ChartsAsync(CatalogDbContext context, RepositoryRow repository, CancellationToken cancellationToken)
    {
        List<KnownChart> charts = [];
        await foreach (var row in context.Charts.AsNoTracking().Where(c => c.RepositoryId == repository.Id).OrderBy(c => c.Name).AsAsyncEnumerable().WithCancellation(cancellationToken))
            charts.Add(new(
                new()
                {
                    Repository = repository.Name,
                    Name = row.Name,
                    Version = row.Version,
                    AppVersion = row.AppVersion,
                    Description = row.Description,
                    Icon = row.Icon,
                    Keywords = row.Keywords,
                    Deprecated = row.Deprecated,
                    Block = row.Block,
                },
                row.Digest));
        return charts;
    }
}

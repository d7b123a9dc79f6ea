using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dodas.Catalog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dodas.Catalog.Repositories;

/// <summary>Brings the rows of a repository in step with its index: only charts that changed are written, in short transactions, because all writers of the database take turns.</summary>
internal sealed class IndexTables(CatalogDbContext context)
{
    private const int VersionsPerTransaction = 2_000;

    /// <summary>True when a chart was added, changed or removed.</summary>
    public async Task<bool> ReplaceAsync(int repository, IReadOnlyList<IndexChart> charts, CancellationToken cancellationToken)
    {
        var before = await context.Charts.Where(c => c.RepositoryId == repository).Select(c => new { c.Id, c.Name, c.Hash }).ToDictionaryAsync(c => c.Name, cancellationToken);
        List<int> old = [];
        List<ChartRow> rows = [];
        var versions = 0;
        var changed = false;
        foreach (var chart in charts)
        {
            var hash = Hash(chart);
            if (before.Remove(chart.Name, out var same) && same.Hash == hash)
                continue;
            if (same is not null)
                old.Add(same.Id);
            rows.Add(Row(repository, chart, hash));
            versions += chart.Versions.Count;
            changed = true;
            if (versions >= VersionsPerTransaction)
            {
                await WriteAsync(old, rows, cancellationToken);
                versions = 0;
            }
        }

        old.AddRange(before.Values.Select(c => c.Id));
        await WriteAsync(old, rows, cancellationToken);
        return changed || before.Count > 0;
    }

    private async Task WriteAsync(List<int> old, List<ChartRow> rows, CancellationToken cancellationToken)
    {
        await using (var transaction = await context.Database.BeginTransactionAsync(cancellationToken))
        {
            foreach (var some in old.Chunk(500))
                await context.Charts.Where(c => some.Contains(c.Id)).ExecuteDeleteAsync(cancellationToken);
            context.Charts.AddRange(rows);
            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        context.ChangeTracker.Clear();
        old.Clear();
        rows.Clear();
    }

    private static ChartRow Row(int repository, IndexChart chart, string hash) => new()
    {
        RepositoryId = repository,
        Name = chart.Name,
        Version = chart.Newest.Version,
        Digest = chart.Newest.Digest,
        AppVersion = chart.Newest.AppVersion,
        Description = chart.Newest.Description,
        Icon = chart.Newest.Icon,
        Keywords = [.. chart.Newest.Keywords],
        Deprecated = chart.Newest.Deprecated,
        Block = chart.Newest.Block,
        Hash = hash,
        Versions = [.. chart.Versions.Select((version, position) => new ChartVersionRow
        {
            Version = version.Version,
            Position = position,
            AppVersion = version.AppVersion,
            Created = version.Created,
            Digest = version.Digest,
            Url = version.Url.AbsoluteUri,
            Deprecated = version.Deprecated,
        })],
    };

    private static string Hash(IndexChart chart)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var version in chart.Versions)
            Add(version.Version, version.Digest, version.Url.AbsoluteUri, version.AppVersion, version.Created?.ToString("O", CultureInfo.InvariantCulture), version.Deprecated ? "deprecated" : null);
        var newest = chart.Newest;
        Add([newest.Version, newest.Description, newest.Icon, newest.Block, .. newest.Keywords]);
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(params IEnumerable<string?> texts)
        {
            foreach (var text in texts)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(text ?? ""));
                hash.AppendData([0]);
            }
        }
    }
}

using System.Security.Cryptography;
using System.Text;
using Dodas.Catalog.Charts;
using Dodas.Catalog.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dodas.Catalog.Repositories;

/// <summary>Reads an HTTP repository's index and brings the tables in step with it. What cannot be read changes nothing but the error that is shown.</summary>
internal sealed class RepositorySync(IDbContextFactory<CatalogDbContext> contexts, RepositoryClient client, AddressRule rule, ArchiveStore archives, IOptions<CatalogOptions> options, TimeProvider time, ILogger<RepositorySync> log)
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromMinutes(1);

    /// <summary>Reads one repository now; false when there is none of this name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="unlessUnchanged">Lets the server say that nothing changed. A person who asks gets everything read again: the portal's own rules may have changed.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<bool> SyncAsync(string name, bool unlessUnchanged, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Repositories.AsNoTracking().FirstOrDefaultAsync(r => r.Name == name, cancellationToken);
        if (row is null)
            return false;
        try
        {
            var known = unlessUnchanged ? new Validators(row.ETag, row.LastModified) : new(null, null);
            var read = await ReadAsync(new Uri(row.Url), known, cancellationToken);
            var changed = read is not null && await new IndexTables(context).ReplaceAsync(row.Id, read.Value.Index.Charts, cancellationToken);
            var (skipped, validators) = read is null ? (row.Skipped, known) : (read.Value.Index.Skipped.ToList(), read.Value.Validators);
            var (now, next) = (Now, Now + Jittered(options.Value.SyncInterval));
            await context.Repositories.Where(r => r.Id == row.Id).ExecuteUpdateAsync(set => set
                .SetProperty(r => r.SyncedAt, now)
                .SetProperty(r => r.NextSyncAt, next)
                .SetProperty(r => r.Failures, 0)
                .SetProperty(r => r.Error, (string?)null)
                .SetProperty(r => r.Skipped, skipped)
                .SetProperty(r => r.ETag, validators.ETag)
                .SetProperty(r => r.LastModified, validators.LastModified)
                .SetProperty(r => r.Revision, r => changed ? r.Revision + 1 : r.Revision), cancellationToken);
            log.LogInformation("Repository {Repository} was read: {Outcome}", name, read is null ? "nothing new" : changed ? "charts changed" : "no chart changed");
        }
        catch (RepositoryUnavailableException e)
        {
            log.LogWarning("Repository {Repository} could not be read: {Reason}", name, e.Message);
            var next = Now + Later(row.Failures, e.RetryAfter);
            await context.Repositories.Where(r => r.Id == row.Id).ExecuteUpdateAsync(set => set
                .SetProperty(r => r.NextSyncAt, next)
                .SetProperty(r => r.Failures, r => r.Failures + 1)
                .SetProperty(r => r.Error, e.Message), cancellationToken);
        }

        return true;
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private async Task<(ChartIndex Index, Validators Validators)?> ReadAsync(Uri repository, Validators known, CancellationToken cancellationToken)
    {
        var read = await client.GetAsync(repository, new Uri(repository, "index.yaml"), known, options.Value.MaxIndexBytes, async (body, validators, cancel) =>
        {
            // To a file first: the parser reads synchronously, and a slow server must not hold a thread.
            await using var file = archives.OpenScratch();
            await body.CopyToAsync(file, cancel);
            file.Position = 0;
            using var text = new StreamReader(file, Encoding.UTF8);
            var reader = new IndexReader(repository, address => rule.Refusal(repository, address), options.Value.MaxIndexVersions);
            return new IndexRead(reader.Read(text, cancel), validators);
        }, cancellationToken);
        return read is null ? null : (read.Index, read.Validators);
    }

    /// <summary>Doubles with each failure up to the usual interval, and never before the server wants to be asked again (within a day).</summary>
    private TimeSpan Later(int failures, TimeSpan? retryAfter)
    {
        var backOff = FirstBackOff * Math.Pow(2, Math.Min(failures, 10));
        var interval = backOff < options.Value.SyncInterval ? backOff : options.Value.SyncInterval;
        var asked = retryAfter > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : retryAfter ?? TimeSpan.Zero;
        return Jittered(asked > interval ? asked : interval);
    }

    /// <summary>Up to a tenth longer, so that repositories added together are not read together for ever.</summary>
    private static TimeSpan Jittered(TimeSpan interval) => interval * (1 + RandomNumberGenerator.GetInt32(1000) / 10_000.0);

    private sealed record IndexRead(ChartIndex Index, Validators Validators);
}

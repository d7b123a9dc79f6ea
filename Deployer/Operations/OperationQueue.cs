using Dodas.Deployer.Clusters;
using Dodas.Deployer.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dodas.Deployer.Operations;

/// <summary>The operations table as a queue: claims have an owner and an end, and one cluster has one operation at a time.</summary>
internal sealed class OperationQueue(IDbContextFactory<DeployerDbContext> contexts, Changes changes, RunnerIdentity identity, TimeProvider time)
{
    /// <summary>How long a claim holds unless it is renewed.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private static readonly OperationState[] Begun = [OperationState.Running, OperationState.Cancelling, OperationState.Interrupted];

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Claims the oldest operation that may run now.</summary>
    /// <returns>Its id, or null when there is none.</returns>
    public async Task<string?> ClaimAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var row = await db.Operations
                .Where(row => row.State == OperationState.Interrupted
                    || (row.State == OperationState.Queued && !db.Operations.Any(other => other.ClusterId == row.ClusterId && Begun.Contains(other.State))))
                .OrderBy(row => row.CreatedAt)
                .FirstOrDefaultAsync(cancellationToken);
            if (row is null) return null;

            row.State = row.State.After(OperationEvent.Start);
            row.LeaseOwner = identity.Name;
            row.LeaseUntil = Now + Lease;
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                changes.Tell(row.ClusterId);
                return row.Id;
            }
            catch (DbUpdateException)
            {
                // Another runner was faster (the row's version), or began another operation of this cluster (the unique index).
            }
        }
    }

    /// <summary>Renews the claims on what this runner runs.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var until = Now + Lease;
        await db.Operations.Where(row => row.LeaseOwner == identity.Name).ExecuteUpdateAsync(set => set.SetProperty(row => row.LeaseUntil, until), cancellationToken);
    }

    /// <summary>Those of this runner's operations that someone asked to stop.</summary>
    public async Task<IReadOnlyList<string>> AskedToStopAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Operations.Where(row => row.LeaseOwner == identity.Name && row.State == OperationState.Cancelling).Select(row => row.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Begun operations whose runner is dead.</summary>
    /// <param name="atStart">
    /// At the start of this program every claim of another counts: SQLite is never shared between processes, so whoever claimed it is gone.
    /// Later only claims that have ended do.
    /// </param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<(string Id, OperationState State)>> OrphansAsync(bool atStart, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = Now;
        var rows = await db.Operations
            .Where(row => (row.State == OperationState.Running || row.State == OperationState.Cancelling) && row.LeaseOwner != identity.Name && (atStart || row.LeaseUntil < now))
            .Select(row => new { row.Id, row.State })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => (row.Id, row.State))];
    }
}

using Dodas.Catalog;
using Dodas.Deployer.Operations;
using Dodas.Deployer.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Dodas.Deployer.Clusters;

/// <summary>Records that a cluster is to be removed, and asks what runs on it to stop.</summary>
internal sealed class ClusterRemoval(
    IDbContextFactory<DeployerDbContext> contexts, ClusterReading reading, Changes changes, RunnerSignal runner, TimeProvider time, ILogger<ClusterRemoval> log)
{
    private const int Attempts = 5;

    private static readonly OperationState[] Stoppable = [OperationState.Queued, OperationState.Running, OperationState.Interrupted];

    /// <summary>Asks for the removal, or finds the one that was asked for before.</summary>
    public async Task<DeleteOutcome> DeleteAsync(Actor actor, string idOrName, string? project, VolumePolicy volumes, CancellationToken cancellationToken)
    {
        if (await reading.IdAsync(actor, idOrName, project, cancellationToken) is not { } id) return new DeleteOutcome.NotFound();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await RecordAsync(actor, id, volumes, cancellationToken) is not { } operation) return new DeleteOutcome.NotFound();
                changes.Tell(id);
                runner.Set();
                return new DeleteOutcome.Accepted(operation);
            }
            catch (DbUpdateException) when (attempt < Attempts)
            {
                // The runner moved the operation in between, or the same was asked for twice at once: look again.
            }
        }
    }

    private async Task<string?> RecordAsync(Actor actor, string id, VolumePolicy volumes, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var cluster = await db.Clusters.Include(row => row.Releases).SingleAsync(row => row.Id == id, cancellationToken);
        if (cluster.GoneAt is not null) return null;
        var unfinished = await db.Operations.Include(row => row.Steps).Where(row => row.ClusterId == id && !OperationMoves.Ended.Contains(row.State)).ToListAsync(cancellationToken);
        if (unfinished.FirstOrDefault(row => row.Kind == OperationKind.Delete) is { } same) return same.Id;

        var now = time.GetUtcNow().UtcDateTime;
        foreach (var operation in unfinished.Where(row => Stoppable.Contains(row.State))) operation.Cancel(now);
        var removal = new OperationRow
        {
            Id = ClusterNames.NewId(),
            ClusterId = id,
            Kind = OperationKind.Delete,
            RequestedBy = actor.Name,
            CreatedAt = now,
            KeepVolumes = volumes == VolumePolicy.Keep,
        };
        removal.Steps.AddRange(DeleteOperation.Steps(cluster.Releases));
        db.Operations.Add(removal);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        log.LogInformation("{Actor} asks to remove cluster {Cluster} ({ClusterId}), volumes {Volumes}, operation {Operation}.", actor.Name, cluster.Name, id, volumes, removal.Id);
        return removal.Id;
    }
}

using Dodas.Deployer.Clusters;
using Dodas.Deployer.Storage;
using Dodas.Deployer.Targets;
using Microsoft.EntityFrameworkCore;

namespace Dodas.Deployer.Operations;

/// <summary>Writes what happens to operations, steps and releases, each as one short unit of work, and tells those who watch.</summary>
internal sealed class OperationStore(IDbContextFactory<DeployerDbContext> contexts, Changes changes, TimeProvider time)
{
    private const int Attempts = 5;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>An operation with its steps, its cluster and the cluster's releases, as they are now.</summary>
    public async Task<OperationWork> LoadAsync(string operationId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var operation = await db.Operations.AsNoTracking().Include(row => row.Steps.OrderBy(step => step.Position)).SingleAsync(row => row.Id == operationId, cancellationToken);
        var cluster = await db.Clusters.AsNoTracking().Include(row => row.Releases.OrderBy(release => release.Position)).SingleAsync(row => row.Id == operation.ClusterId, cancellationToken);
        return new OperationWork(operation, cluster);
    }

    /// <summary>Moves an operation.</summary>
    /// <returns>Where it is now.</returns>
    /// <exception cref="IllegalMoveException">Its state does not allow it.</exception>
    public async Task<OperationState> MoveAsync(string operationId, OperationEvent happening, string cause, CancellationToken cancellationToken)
    {
        return await SavedAsync(
            async db =>
            {
                var row = await db.Operations.SingleAsync(row => row.Id == operationId, cancellationToken);
                row.Move(happening, cause, Now);
                return (row.ClusterId, row.State);
            },
            cancellationToken);
    }

    /// <summary>Ends what an operation has begun after a request to stop, or after its runner was found dead while stopping.</summary>
    public async Task StopAsync(string operationId, CancellationToken cancellationToken)
    {
        await SavedAsync(
            async db =>
            {
                var row = await db.Operations.Include(row => row.Steps).SingleAsync(row => row.Id == operationId, cancellationToken);
                row.Stop(Now);
                return (row.ClusterId, true);
            },
            cancellationToken);
    }

    /// <summary>Ends an operation whose steps have all run: a step that failed makes it failed, and those that never began are skipped.</summary>
    public async Task FailAsync(string operationId, string cause, CancellationToken cancellationToken)
    {
        await SavedAsync(
            async db =>
            {
                var row = await db.Operations.Include(row => row.Steps).SingleAsync(row => row.Id == operationId, cancellationToken);
                row.Fail(cause, Now);
                return (row.ClusterId, true);
            },
            cancellationToken);
    }

    /// <summary>Ends a delete that reached its aim, and its cluster with it.</summary>
    public async Task GoneAsync(string operationId, CancellationToken cancellationToken)
    {
        await SavedAsync(
            async db =>
            {
                var row = await db.Operations.SingleAsync(row => row.Id == operationId, cancellationToken);
                var cluster = await db.Clusters.SingleAsync(cluster => cluster.Id == row.ClusterId, cancellationToken);
                row.Move(OperationEvent.Succeed, "", Now);
                cluster.GoneAt = Now;
                await db.EnteredSecrets.Where(secret => secret.ClusterId == cluster.Id).ExecuteDeleteAsync(cancellationToken);
                return (row.ClusterId, true);
            },
            cancellationToken);
    }

    /// <summary>Moves a step.</summary>
    /// <exception cref="IllegalMoveException">Its state does not allow it.</exception>
    public async Task MoveStepAsync(OperationWork work, StepRow step, StepEvent happening, string cause, CancellationToken cancellationToken)
    {
        step.State = await SavedAsync(
            async db =>
            {
                var row = await db.Steps.SingleAsync(row => row.Id == step.Id, cancellationToken);
                row.Move(happening, cause, Now);
                return (work.Cluster.Id, row.State);
            },
            cancellationToken);
        step.Cause = cause;
    }

    /// <summary>Says what a step waits for now.</summary>
    public async Task ExplainStepAsync(OperationWork work, StepRow step, string cause, CancellationToken cancellationToken)
    {
        if (step.Cause == cause) return;
        await SavedAsync(
            async db =>
            {
                (await db.Steps.SingleAsync(row => row.Id == step.Id, cancellationToken)).Cause = cause;
                return (work.Cluster.Id, true);
            },
            cancellationToken);
        step.Cause = cause;
    }

    /// <summary>Writes down what helm said of a release.</summary>
    public async Task HelmSaidAsync(OperationWork work, ReleaseRow release, int revision, string status, IReadOnlyList<ObjectReference>? objects, CancellationToken cancellationToken)
    {
        await SavedAsync(
            async db =>
            {
                var row = await db.Releases.SingleAsync(row => row.Id == release.Id, cancellationToken);
                row.Revision = release.Revision = revision;
                row.HelmStatus = release.HelmStatus = status;
                if (objects is not null) row.Objects = release.Objects = StoredJson.Write(objects);
                return (work.Cluster.Id, true);
            },
            cancellationToken);
    }

    /// <summary>The release's revision has been seen Ready.</summary>
    public async Task GoodAsync(ReleaseRow release, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Releases.Where(row => row.Id == release.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.GoodRevision, release.Revision), cancellationToken);
        release.GoodRevision = release.Revision;
    }

    private async Task<T> SavedAsync<T>(Func<DeployerDbContext, Task<(string ClusterId, T Result)>> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var (clusterId, result) = await change(db);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                changes.Tell(clusterId);
                return result;
            }
            catch (DbUpdateConcurrencyException) when (attempt < Attempts)
            {
                // Somebody else moved the row in between: look again, and see whether the move is still legal.
            }
        }
    }
}

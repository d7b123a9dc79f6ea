using Dodas.Catalog;
using Dodas.Catalog.Compositions;
using Dodas.Catalog.Planning;
using Dodas.Deployer.Operations;
using Dodas.Deployer.Operations.Secrets;
using Dodas.Deployer.Storage;
using Dodas.Deployer.Targets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Dodas.Deployer.Clusters;

/// <summary>Checks and records a new cluster with the operation that will make it, in one transaction.</summary>
internal sealed class ClusterCreation(
    IDbContextFactory<DeployerDbContext> contexts, IChartCatalog catalog, CompositionChecks checks, ITargets targets, SecretProtection protection,
    Changes changes, RunnerSignal runner, TimeProvider time, ILogger<ClusterCreation> log)
{
    private static readonly TimeSpan KeyLife = TimeSpan.FromHours(24);

    /// <summary>Creates, or gives the answer of the same request before.</summary>
    public async Task<CreateOutcome> CreateAsync(Actor actor, NewCluster wanted, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var project = wanted.Project ?? actor.PersonalProject;
        if (!actor.MayUse(project)) return new CreateOutcome.Forbidden(project);
        if (await AnsweredAsync(actor, key, cancellationToken) is { } answered) return answered;

        var findings = ClusterNames.CheckProject(project).ToList();
        var target = wanted.Target is null ? targets.Default : targets.Find(wanted.Target);
        if (target is null) findings.Add(new Finding(Severity.Error, "/target", $"There is no target '{wanted.Target}'."));
        if (wanted.Lifetime <= TimeSpan.Zero) findings.Add(new Finding(Severity.Error, "/lifetime", "A lifetime is longer than nothing."));
        var composition = await CompositionAsync(actor, wanted, findings, cancellationToken);
        if (composition is null) return new CreateOutcome.Invalid(findings);
        // Taken perhaps by this very request, sent twice at once.
        if (await IsTakenAsync(project, wanted.Name, cancellationToken))
            return await AnsweredAsync(actor, key, cancellationToken) ?? new CreateOutcome.NameTaken(wanted.Name, project);

        var (check, valid) = await checks.CheckAsync(actor, composition, wanted.Name, findings, cancellationToken);
        return valid is null || target is null
            ? new CreateOutcome.Invalid(check.Findings)
            : await RecordAsync(actor, wanted, project, target, valid, key, cancellationToken);
    }

    /// <summary>Whether a cluster of this name lives in the project.</summary>
    public async Task<bool> IsTakenAsync(string project, string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Clusters.AnyAsync(row => row.Project == project && row.Name == name && row.GoneAt == null, cancellationToken);
    }

    private async Task<Composition?> CompositionAsync(Actor actor, NewCluster wanted, List<Finding> findings, CancellationToken cancellationToken)
    {
        switch (wanted)
        {
            case { Recipe: null, Composition: { } composition }:
                return composition;
            case { Recipe: { } recipe, Composition: null }:
                var found = (await catalog.RecipesAsync(actor, cancellationToken)).FirstOrDefault(known => known.Id == recipe);
                if (found is null) findings.Add(new Finding(Severity.Error, "/recipe", $"There is no recipe '{recipe}'."));
                return found?.Composition;
            default:
                findings.Add(new Finding(Severity.Error, "", "Give either a recipe or a composition."));
                return null;
        }
    }

    private async Task<CreateOutcome> RecordAsync(
        Actor actor, NewCluster wanted, string project, ITarget target, ValidComposition valid, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var id = ClusterNames.NewId();
        var operationId = ClusterNames.NewId();
        var now = time.GetUtcNow().UtcDateTime;
        var plan = Planner.Plan(valid, new ClusterPlace(wanted.Name, ClusterNames.Namespace(wanted.Name, id)));
        var cluster = new ClusterRow
        {
            Id = id,
            Project = project,
            Name = wanted.Name,
            OwnerId = actor.Id,
            Owner = actor.Name,
            Target = target.Name,
            Namespace = plan.Place.Namespace,
            Composition = StoredJson.Write(WithoutSecrets(valid.Composition)),
            Bindings = StoredJson.Write(valid.Bindings),
            CreatedAt = now,
            ExpiresAt = wanted.Lifetime is { } lifetime ? now + lifetime : null,
        };
        cluster.Releases.AddRange(plan.Releases.Select((release, position) => new ReleaseRow
        {
            ClusterId = id,
            Block = release.Block,
            Name = release.Name,
            Wave = release.Wave,
            Position = position,
            Planned = StoredJson.Write(release),
            Digest = ReleaseDigest.Of(release),
        }));
        var operation = new OperationRow { Id = operationId, ClusterId = id, Kind = OperationKind.Create, RequestedBy = actor.Name, CreatedAt = now };
        operation.Steps.AddRange(CreateOperation.Steps(cluster.Releases));
        cluster.Operations.Add(operation);

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.IdempotencyKeys.Where(row => row.CreatedAt < now - KeyLife).ExecuteDeleteAsync(cancellationToken);
        db.Clusters.Add(cluster);
        db.EnteredSecrets.AddRange(Entered(id, valid, plan));
        if (key is not null)
        {
            db.IdempotencyKeys.Add(new IdempotencyRow
            {
                ActorId = actor.Id,
                Key = key.Key,
                BodyHash = key.BodyHash,
                OperationId = operationId,
                ClusterId = id,
                ClusterName = wanted.Name,
                CreatedAt = now,
            });
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // A unique index refused it: the same request, or another with the same name, was faster.
            await transaction.RollbackAsync(cancellationToken);
            if (await AnsweredAsync(actor, key, cancellationToken) is { } answered) return answered;
            if (await IsTakenAsync(project, wanted.Name, cancellationToken)) return new CreateOutcome.NameTaken(wanted.Name, project);
            throw;
        }

        log.LogInformation("{Actor} asks for cluster {Cluster} ({ClusterId}) in project {Project}, operation {Operation}.", actor.Name, wanted.Name, id, project, operationId);
        changes.Tell(id);
        runner.Set();
        return new CreateOutcome.Accepted(operationId, id, wanted.Name);
    }

    private async Task<CreateOutcome?> AnsweredAsync(Actor actor, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        if (key is null) return null;
        var oldest = time.GetUtcNow().UtcDateTime - KeyLife;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.IdempotencyKeys.AsNoTracking().FirstOrDefaultAsync(row => row.ActorId == actor.Id && row.Key == key.Key && row.CreatedAt >= oldest, cancellationToken);
        if (row is null) return null;
        return row.BodyHash == key.BodyHash ? new CreateOutcome.Accepted(row.OperationId, row.ClusterId, row.ClusterName) : new CreateOutcome.KeyReused();
    }

    private IEnumerable<EnteredSecretRow> Entered(string clusterId, ValidComposition valid, Plan plan) =>
        from release in plan.Releases
        let typed = valid.Composition.Blocks.First(block => block.Name == release.Block).Secrets
        from secret in release.Secrets
        where secret.Entered
        select new EnteredSecretRow { ClusterId = clusterId, SecretName = secret.SecretName, Protected = protection.Protect(typed[secret.Name]) };

    private static Composition WithoutSecrets(Composition composition) =>
        composition with { Blocks = [.. composition.Blocks.Select(block => block with { Secrets = new Dictionary<string, string>() })] };
}

using System.Globalization;
using Dodas.Catalog;
using Dodas.Deployer.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dodas.Deployer.Clusters;

/// <summary>Reads clusters and operations as far as a person may see them. A cluster that is gone is not found; its operations still are.</summary>
internal sealed class ClusterReading(IDbContextFactory<DeployerDbContext> contexts)
{
    /// <summary>The id of a living cluster, by its id or by its name within a project, or null.</summary>
    public async Task<string?> IdAsync(Actor actor, string idOrName, string? project, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var living = Living(db, actor);
        return await living.Where(row => row.Id == idOrName).Select(row => row.Id).FirstOrDefaultAsync(cancellationToken)
            ?? await living.Where(row => row.Project == (project ?? actor.PersonalProject) && row.Name == idOrName).Select(row => row.Id).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>One living cluster that was found before, with its latest operation, or null once it is gone.</summary>
    public async Task<ClusterRows?> OneAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await WithOperationsAsync(db, db.Clusters.Where(row => row.Id == id && row.GoneAt == null), cancellationToken)).SingleOrDefault();
    }

    /// <summary>The living clusters of a project, or of all that the person may see, newest first.</summary>
    public async Task<Page<ClusterRows>> PageAsync(Actor actor, string? project, PageRequest page, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var all = Living(db, actor);
        if (project is not null) all = all.Where(row => row.Project == project);
        var total = await all.CountAsync(cancellationToken);
        var rest = all;
        if (Cursor.Parse(page.After) is { } cursor)
            rest = all.Where(row => row.CreatedAt < cursor.CreatedAt || (row.CreatedAt == cursor.CreatedAt && string.Compare(row.Id, cursor.Id) < 0));
        var take = Math.Clamp(page.Take, 1, PageRequest.MostItems);
        var rows = await WithOperationsAsync(db, rest.OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id).Take(take + 1), cancellationToken);
        var next = rows.Count > take ? new Cursor(rows[take - 1].Cluster.CreatedAt, rows[take - 1].Cluster.Id).ToString() : null;
        return new Page<ClusterRows>([.. rows.Take(take)], total, next);
    }

    /// <summary>All living clusters that the person may see, of one project when given, newest first.</summary>
    public async Task<IReadOnlyList<ClusterRows>> AllAsync(Actor actor, string? project, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var all = Living(db, actor);
        if (project is not null) all = all.Where(row => row.Project == project);
        return await WithOperationsAsync(db, all.OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id), cancellationToken);
    }

    /// <summary>One operation with its steps, or null.</summary>
    public async Task<OperationRow?> OperationAsync(Actor actor, string id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Operations(db, actor).Where(row => row.Id == id).Include(row => row.Steps.OrderBy(step => step.Position)).AsNoTracking().FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>The operations of a cluster, gone or not, newest first.</summary>
    public async Task<Page<OperationRow>> OperationsAsync(Actor actor, string clusterId, PageRequest page, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var all = Operations(db, actor).Where(row => row.ClusterId == clusterId);
        var total = await all.CountAsync(cancellationToken);
        var rest = all;
        if (Cursor.Parse(page.After) is { } cursor)
            rest = all.Where(row => row.CreatedAt < cursor.CreatedAt || (row.CreatedAt == cursor.CreatedAt && string.Compare(row.Id, cursor.Id) < 0));
        var take = Math.Clamp(page.Take, 1, PageRequest.MostItems);
        var rows = await rest.OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id).Take(take + 1)
            .Include(row => row.Steps.OrderBy(step => step.Position)).AsNoTracking().ToListAsync(cancellationToken);
        var next = rows.Count > take ? new Cursor(rows[take - 1].CreatedAt, rows[take - 1].Id).ToString() : null;
        return new Page<OperationRow>([.. rows.Take(take)], total, next);
    }

    private static IQueryable<ClusterRow> Living(DeployerDbContext db, Actor actor) =>
        db.Clusters.Where(row => row.GoneAt == null && (actor.IsAdministrator || row.Project == actor.PersonalProject));

    private static IQueryable<OperationRow> Operations(DeployerDbContext db, Actor actor) =>
        db.Operations.Where(row => db.Clusters.Any(cluster => cluster.Id == row.ClusterId && (actor.IsAdministrator || cluster.Project == actor.PersonalProject)));

    private static async Task<List<ClusterRows>> WithOperationsAsync(DeployerDbContext db, IQueryable<ClusterRow> clusters, CancellationToken cancellationToken)
    {
        var rows = await clusters.Include(row => row.Releases.OrderBy(release => release.Position)).AsNoTracking().AsSplitQuery().ToListAsync(cancellationToken);
        var ids = rows.Select(row => row.Id).ToList();
        var latest = await db.Operations
            .Where(row => ids.Contains(row.ClusterId) && !db.Operations.Any(later => later.ClusterId == row.ClusterId && later.CreatedAt > row.CreatedAt))
            .Include(row => row.Steps.OrderBy(step => step.Position))
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        var byCluster = latest.ToLookup(row => row.ClusterId);
        return [.. rows.Select(row => new ClusterRows(row, byCluster[row.Id].MaxBy(operation => !Deployer.Operations.OperationMoves.HasEnded(operation.State))))];
    }

    /// <summary>Where a page ended.</summary>
    private sealed record Cursor(DateTime CreatedAt, string Id)
    {
        public static Cursor? Parse(string? text) =>
            text?.Split('-') is [var ticks, var id] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= DateTime.MaxValue.Ticks
                ? new Cursor(new DateTime(count, DateTimeKind.Utc), id)
                : null;

        public override string ToString() => $"{CreatedAt.Ticks.ToString(CultureInfo.InvariantCulture)}-{Id}";
    }
}

/// <summary>What the database knows of a cluster.</summary>
/// <param name="Cluster">The cluster with its releases.</param>
/// <param name="Operation">Its latest operation with its steps.</param>
internal sealed record ClusterRows(ClusterRow Cluster, OperationRow? Operation);

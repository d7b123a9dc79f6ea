using System.Runtime.CompilerServices;
using Dodas.Catalog;
using Dodas.Catalog.Compositions;
using Dodas.Deployer.Operations;
using Dodas.Deployer.Targets;
using Microsoft.Extensions.Logging;

namespace Dodas.Deployer.Clusters;

/// <summary>The door to clusters.</summary>
internal sealed class ClusterService(
    CompositionChecks checks, ClusterCreation creation, ClusterRemoval removal, ClusterReading reading, ClusterWatch watch, ITargets targets, ILogger<ClusterService> log) : IClusters
{
    public async Task<CompositionCheck> CheckAsync(Actor actor, Composition composition, string? name, string? project, CancellationToken cancellationToken)
    {
        List<Finding> findings = [];
        if (name is not null)
        {
            var place = project ?? actor.PersonalProject;
            if (actor.MayUse(place) && await creation.IsTakenAsync(place, name, cancellationToken)) findings.Add(ClusterNames.Taken(name));
        }

        return (await checks.CheckAsync(actor, composition, name, findings, cancellationToken)).Check;
    }

    public Task<CreateOutcome> CreateAsync(Actor actor, NewCluster cluster, IdempotencyKey? key, CancellationToken cancellationToken) =>
        creation.CreateAsync(actor, cluster, key, cancellationToken);

    public Task<DeleteOutcome> DeleteAsync(Actor actor, string idOrName, string? project, VolumePolicy volumes, CancellationToken cancellationToken) =>
        removal.DeleteAsync(actor, idOrName, project, volumes, cancellationToken);

    public async Task<ClusterView?> FindAsync(Actor actor, string idOrName, string? project, CancellationToken cancellationToken) =>
        await RowsAsync(actor, idOrName, project, cancellationToken) is { } rows ? watch.Compose(rows).View : null;

    public async Task<Page<ClusterView>> ListAsync(Actor actor, string? project, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await reading.PageAsync(actor, project, page, cancellationToken);
        return new Page<ClusterView>([.. rows.Items.Select(item => watch.Compose(item).View)], rows.Total, rows.Next);
    }

    public async Task<OperationView?> OperationAsync(Actor actor, string id, CancellationToken cancellationToken) =>
        await reading.OperationAsync(actor, id, cancellationToken) is { } row ? OperationViews.Of(row) : null;

    public async Task<Page<OperationView>> OperationsAsync(Actor actor, string clusterId, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await reading.OperationsAsync(actor, clusterId, page, cancellationToken);
        return new Page<OperationView>([.. rows.Items.Select(OperationViews.Of)], rows.Total, rows.Next);
    }

    public async IAsyncEnumerable<ClusterView> WatchAsync(Actor actor, string idOrName, string? project, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await reading.IdAsync(actor, idOrName, project, cancellationToken) is not { } id) yield break;
        await foreach (var view in watch.OneAsync(id, cancellationToken)) yield return view;
    }

    public IAsyncEnumerable<IReadOnlyList<ClusterView>> WatchListAsync(Actor actor, string? project, CancellationToken cancellationToken) =>
        watch.AllAsync(actor, project, cancellationToken);

    public async Task<string?> RevealSecretAsync(Actor actor, string idOrName, string? project, string endpoint, CancellationToken cancellationToken)
    {
        if (await RowsAsync(actor, idOrName, project, cancellationToken) is not { Cluster: var cluster }) return null;
        var found = cluster.Releases.SelectMany(release => OperationWork.Planned(release).Endpoints).FirstOrDefault(known => known.Name == endpoint);
        if (found is not { SecretName: { } name, SecretKey: { } key } || targets.Find(cluster.Target) is not { } target) return null;
        log.LogInformation("{Actor} ({ActorId}) reveals the secret of endpoint {Endpoint} of cluster {ClusterId}.", actor.Name, actor.Id, endpoint, cluster.Id);
        return await target.ReadSecretAsync(cluster.Namespace, name, key, cancellationToken);
    }

    private async Task<ClusterRows?> RowsAsync(Actor actor, string idOrName, string? project, CancellationToken cancellationToken) =>
        await reading.IdAsync(actor, idOrName, project, cancellationToken) is { } id ? await reading.OneAsync(id, cancellationToken) : null;
}

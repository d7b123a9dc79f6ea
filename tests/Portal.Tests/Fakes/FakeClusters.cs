using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Dodas.Catalog;
using Dodas.Catalog.Compositions;
using Dodas.Deployer.Clusters;

namespace Dodas.Portal.Tests.Fakes;

/// <summary>Clusters that a test pushes through channels, as the deployer would.</summary>
public sealed class FakeClusters : IClusters
{
    private readonly ConcurrentDictionary<Channel<IReadOnlyList<ClusterView>>, byte> lists = new();
    private readonly ConcurrentDictionary<Channel<ClusterView>, string> watches = new();

    public List<ClusterView> Views { get; } = [];

    public List<OperationView> Operations { get; } = [];

    public List<(string Id, VolumePolicy Volumes)> Deleted { get; } = [];

    public List<(NewCluster Cluster, IdempotencyKey? Key)> Created { get; } = [];

    public List<string> Revealed { get; } = [];

    public Exception? Broken { get; set; }

    public Func<Composition, string?, CompositionCheck> Check { get; set; } = (_, _) => new([], null, new Dictionary<string, string>());

    public CreateOutcome Outcome { get; set; } = new CreateOutcome.Accepted("op-1", "id-1", "cluster");

    public int Watchers => lists.Count + watches.Count;

    public void Push(params IReadOnlyList<ClusterView> views)
    {
        Views.Clear();
        Views.AddRange(views);
        foreach (var list in lists.Keys)
            list.Writer.TryWrite(views);
        foreach (var (watch, id) in watches)
        {
            if (views.FirstOrDefault(view => view.Id == id) is { } view)
                watch.Writer.TryWrite(view);
            else
                watch.Writer.TryComplete();
        }
    }

    public void Break(Exception error)
    {
        foreach (var list in lists.Keys)
            list.Writer.TryComplete(error);
        foreach (var watch in watches.Keys)
            watch.Writer.TryComplete(error);
    }

    public Task<CompositionCheck> CheckAsync(Actor actor, Composition composition, string? name, string? project, CancellationToken cancellationToken) => Task.FromResult(Check(composition, name));

    public Task<CreateOutcome> CreateAsync(Actor actor, NewCluster cluster, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        Created.Add((cluster, key));
        return Task.FromResult(Outcome);
    }

    public Task<DeleteOutcome> DeleteAsync(Actor actor, string idOrName, string? project, VolumePolicy volumes, CancellationToken cancellationToken)
    {
        Deleted.Add((idOrName, volumes));
        return Task.FromResult<DeleteOutcome>(new DeleteOutcome.Accepted("op-2"));
    }

    public Task<ClusterView?> FindAsync(Actor actor, string idOrName, string? project, CancellationToken cancellationToken)
        => Broken is { } error ? Task.FromException<ClusterView?>(error) : Task.FromResult(Views.FirstOrDefault(view => view.Id == idOrName || view.Name == idOrName));

    public Task<Page<ClusterView>> ListAsync(Actor actor, string? project, PageRequest page, CancellationToken cancellationToken)
        => Broken is { } error ? Task.FromException<Page<ClusterView>>(error) : Task.FromResult(new Page<ClusterView>([.. Views], Views.Count, null));

    public Task<OperationView?> OperationAsync(Actor actor, string id, CancellationToken cancellationToken) => Task.FromResult(Operations.FirstOrDefault(operation => operation.Id == id));

    public Task<Page<OperationView>> OperationsAsync(Actor actor, string clusterId, PageRequest page, CancellationToken cancellationToken)
    {
        var items = Operations.Where(operation => operation.Cluster == clusterId).ToList();
        return Task.FromResult(new Page<OperationView>(items, items.Count, null));
    }

    public async IAsyncEnumerable<ClusterView> WatchAsync(Actor actor, string idOrName, string? project, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<ClusterView>();
        watches[channel] = idOrName;
        try
        {
            await foreach (var view in channel.Reader.ReadAllAsync(cancellationToken))
                yield return view;
        }
        finally
        {
            watches.TryRemove(channel, out _);
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<ClusterView>> WatchListAsync(Actor actor, string? project, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<IReadOnlyList<ClusterView>>();
        lists[channel] = 0;
        try
        {
            await foreach (var views in channel.Reader.ReadAllAsync(cancellationToken))
                yield return views;
        }
        finally
        {
            lists.TryRemove(channel, out _);
        }
    }

    public Task<string?> RevealSecretAsync(Actor actor, string idOrName, string? project, string endpoint, CancellationToken cancellationToken)
    {
        Revealed.Add(endpoint);
        return Task.FromResult<string?>("9f2c41aa77d3e0b15c");
    }
}

using Dodas.Catalog;
using Dodas.Catalog.Blocks;
using Dodas.Deployer.Clusters;
using Dodas.Portal.Accounts;
using Dodas.Portal.Layout;
using Microsoft.AspNetCore.Components;

namespace Dodas.Portal.Clusters;

/// <summary>One cluster, live: what we did, what Helm says and what the target says, side by side.</summary>
public sealed partial class ClusterPage(IClusters clusters, IChartCatalog catalog, ICurrentActor current, TimeProvider time, ILogger<ClusterPage> log, DeletionDialogs deletions, Handover handover) : IAsyncDisposable
{
    private readonly CancellationTokenSource leaving = new();
    private LiveFeed<ClusterView>? feed;
    private IReadOnlyList<Block> blocks = [];
    private Actor? actor;
    private string? failure;
    private string? chosen;
    private string announcement = "";
    private bool gone;
    private bool missing;
    private bool stale;

    /// <summary>Name of the cluster, or its id.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    /// <summary>Project the name is looked up in; the person's own when not given.</summary>
    [SupplyParameterFromQuery]
    public string? Project { get; set; }

    /// <summary>Where prerendering left what it loaded.</summary>
    [PersistentState]
    public string? Loaded { get; set; }

    private ClusterView? View { get; set; }

    private IReadOnlyList<OperationView>? History { get; set; }

    [CascadingParameter]
    private HttpContext? Context { get; set; }

    private IReadOnlyList<GraphNode> Nodes => [.. View!.Composition.Blocks.Select(placed => new GraphNode(placed.Name, TitleOf(placed.Name), IconOf(placed.Name), Release(placed.Name) is { } release ? StateLook.Of(release.State) : null))];

    private IReadOnlyList<GraphEdge> Edges => [.. View!.Bindings.Select(binding => new GraphEdge(binding.From, binding.To, Interfaces.Title(binding.Requirement), Tone(binding.From, binding.To)))];

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await leaving.CancelAsync();
        if (feed is not null)
            await feed.DisposeAsync();
        leaving.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        actor = await current.GetAsync(leaving.Token);
        if (handover.Take<Prerendered>(Loaded) is { } ready && ready.View.Name == Name)
        {
            (View, History, blocks) = (ready.View, ready.History, ready.Blocks);
            return;
        }

        await LoadAsync();
        if (!RendererInfo.IsInteractive && View is { } view)
            Loaded = handover.Put(new Prerendered(view, History ?? [], blocks));
    }

    /// <inheritdoc />
    protected override void OnAfterRender(bool firstRender)
    {
        if (feed is null && actor is { } person && View is { } view && !leaving.IsCancellationRequested)
            feed = new(time, token => clusters.WatchAsync(person, view.Id, view.Project, token), ShowAsync, EndAsync, LostAsync);
    }

    private async Task LoadAsync()
    {
        failure = null;
        try
        {
            View ??= await clusters.FindAsync(actor!, Name, Project, leaving.Token);
            missing = View is null;
            if (View is null && Context is { Response.HasStarted: false })
                Context.Response.StatusCode = StatusCodes.Status404NotFound;
            if (View is null)
                return;
            History ??= await OperationsAsync(View.Id);
            blocks = await catalog.BlocksAsync(actor!, leaving.Token);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            log.LogError(error, "The cluster {Cluster} cannot be shown", Name);
            failure = ClusterTexts.ReadFailed;
        }
        catch (OperationCanceledException)
        {
            // The person has left the page.
        }
    }

    private async Task<IReadOnlyList<OperationView>> OperationsAsync(string id) => (await clusters.OperationsAsync(actor!, id, new PageRequest(20), leaving.Token)).Items;

    private Task ShowAsync(ClusterView latest) => InvokeAsync(async () =>
    {
        var before = View;
        View = latest;
        stale = false;
        if (before is not null && before.State != latest.State)
            announcement = $"{latest.Name}: {StateLook.Of(latest.State).Word}. {latest.Cause.Summary}";
        if (before?.Operation?.Id != latest.Operation?.Id || before?.Operation?.State != latest.Operation?.State)
            History = await OperationsAsync(latest.Id);
        StateHasChanged();
    });

    private Task EndAsync() => InvokeAsync(() =>
    {
        gone = true;
        announcement = ClusterTexts.GoneTitle;
        StateHasChanged();
    });

    private Task LostAsync(Exception error) => InvokeAsync(() =>
    {
        log.LogWarning(error, "The live view of {Cluster} broke", Name);
        stale = true;
        StateHasChanged();
    });

    private Task AskDeleteAsync() => deletions.AskAsync(actor!, View!, leaving.Token);

    private Task<string?> RevealAsync(string endpoint) => clusters.RevealSecretAsync(actor!, View!.Id, View.Project, endpoint, leaving.Token);

    private void Choose(string block) => chosen = chosen == block ? null : block;

    private ReleaseView? Release(string block) => View!.Releases.FirstOrDefault(release => release.Block == block);

    private Block? BlockOf(string name)
    {
        var placed = View!.Composition.Blocks.FirstOrDefault(placed => placed.Name == name);
        return placed is null ? null : blocks.FirstOrDefault(block => block.Contract?.Id == placed.Block || $"{block.Chart.Repository}/{block.Chart.Name}" == placed.Chart);
    }

    private string TitleOf(string name)
        => BlockOf(name)?.Title ?? View!.Composition.Blocks.FirstOrDefault(placed => placed.Name == name) switch
        {
            { Block: { } block } => block,
            { Chart: { } chart } => chart,
            _ => name,
        };

    private string? IconOf(string name) => BlockOf(name)?.Icon;

    private string Tone(string from, string to) => (Release(from)?.State, Release(to)?.State) switch
    {
        (ClusterState.Ready, ClusterState.Ready) => "good",
        (_, ClusterState.Failed or ClusterState.Missing) => "bad",
        _ => "quiet",
    };

    private sealed record Prerendered(ClusterView View, IReadOnlyList<OperationView> History, IReadOnlyList<Block> Blocks);
}

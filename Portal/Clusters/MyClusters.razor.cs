using Dodas.Catalog;
using Dodas.Catalog.Blocks;
using Dodas.Deployer.Clusters;
using Dodas.Portal.Accounts;
using Dodas.Portal.Layout;
using Microsoft.AspNetCore.Components;

namespace Dodas.Portal.Clusters;

/// <summary>The first page: a person's clusters, live; the recipes while there are none.</summary>
public sealed partial class MyClusters(IClusters clusters, IChartCatalog catalog, ICurrentActor current, TimeProvider time, ILogger<MyClusters> log, DeletionDialogs deletions, Handover handover) : IAsyncDisposable
{
    private readonly CancellationTokenSource leaving = new();
    private LiveFeed<IReadOnlyList<ClusterView>>? feed;
    private IReadOnlyList<Block> blocks = [];
    private Actor? actor;
    private string? failure;
    private string announcement = "";
    private bool stale;

    /// <summary>Where prerendering left what it loaded.</summary>
    [PersistentState]
    public string? Loaded { get; set; }

    private IReadOnlyList<ClusterView>? Items { get; set; }

    private IReadOnlyList<Recipe>? Recipes { get; set; }

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
        if (handover.Take<Prerendered>(Loaded) is { } ready)
        {
            (Items, Recipes, blocks) = (ready.Items, ready.Recipes, ready.Blocks);
            return;
        }

        await LoadAsync();
        if (!RendererInfo.IsInteractive && Items is { } items)
            Loaded = handover.Put(new Prerendered(items, Recipes, blocks));
    }

    /// <inheritdoc />
    protected override void OnAfterRender(bool firstRender)
    {
        if (feed is null && actor is { } person && Items is not null && !leaving.IsCancellationRequested)
            feed = new(time, token => clusters.WatchListAsync(person, null, token), ShowAsync, () => Task.CompletedTask, LostAsync);
    }

    private async Task LoadAsync()
    {
        failure = null;
        try
        {
            Items ??= (await clusters.ListAsync(actor!, null, new PageRequest(PageRequest.MostItems), leaving.Token)).Items;
            if (Items.Count == 0)
                await LoadRecipesAsync();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            log.LogError(error, "The clusters of {Person} cannot be listed", actor!.Name);
            failure = ClusterTexts.ReadFailed;
        }
        catch (OperationCanceledException)
        {
            // The person has left the page.
        }
    }

    private async Task LoadRecipesAsync()
    {
        Recipes ??= await catalog.RecipesAsync(actor!, leaving.Token);
        if (blocks.Count == 0)
            blocks = await catalog.BlocksAsync(actor!, leaving.Token);
    }

    private Task ShowAsync(IReadOnlyList<ClusterView> latest) => InvokeAsync(async () =>
    {
        announcement = Announcement(Items ?? [], latest);
        Items = latest;
        stale = false;
        if (latest.Count == 0 && Recipes is null)
            await LoadAsync();
        StateHasChanged();
    });

    private Task LostAsync(Exception error) => InvokeAsync(() =>
    {
        log.LogWarning(error, "The live list of clusters broke");
        stale = true;
        StateHasChanged();
    });

    private Task DeleteAsync(ClusterView cluster) => deletions.AskAsync(actor!, cluster, leaving.Token);

    // A screen reader hears what changed its state, not every snapshot.
    private static string Announcement(IReadOnlyList<ClusterView> before, IReadOnlyList<ClusterView> now)
        => string.Join(' ', now
            .Where(cluster => before.FirstOrDefault(old => old.Id == cluster.Id) is { } old && old.State != cluster.State)
            .Select(cluster => $"{cluster.Name}: {StateLook.Of(cluster.State).Word}."));

    private sealed record Prerendered(IReadOnlyList<ClusterView> Items, IReadOnlyList<Recipe>? Recipes, IReadOnlyList<Block> Blocks);
}

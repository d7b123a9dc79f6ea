using Dodas.Catalog;
using Dodas.Catalog.Blocks;
using Dodas.Deployer.Clusters;
using Dodas.Portal.Accounts;
using Dodas.Portal.Layout;
using Microsoft.AspNetCore.Components;

namespace Dodas.Portal.Clusters;

/// <summary>The first page: a person's clusters, live; the recipes while there are none.</summary>
public sealed partial class MyClusters(IClusters clusters, IChartCatalog catalog, ICurrentActor current, TimeProvider time, ILogger<MyClusters> log, DeletionDialogs deletions) : IAsyncDisposable
{
    private readonly CancellationTokenSource leaving = new();
    private LiveFeed<IReadOnlyList<ClusterView>>? feed;
    private IReadOnlyList<Block> blocks = [];
    private Actor? actor;
    private string? failure;
    private string announcement = "";
    private bool stale;

    /// <summary>The clusters as last told; kept over from prerendering so that the page does not blink.</summary>
    [PersistentState]
    public IReadOnlyList<ClusterView>? Items { get; set; }

    /// <summary>The recipes, once they are needed.</summary>
    [PersistentState]
    public IReadOnlyList<Recipe>? Recipes { get; set; }

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
        await LoadAsync();
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
}

using Dodas.Catalog;
using Dodas.Catalog.Charts;
using Dodas.Portal.Accounts;
using Dodas.Portal.Layout;
using Microsoft.AspNetCore.Components;

namespace Dodas.Portal.Browse;

/// <summary>The catalog: search as one types, the search in the address.</summary>
public sealed partial class CatalogPage(IChartCatalog catalog, ICurrentActor current, NavigationManager navigation, TimeProvider time, ILogger<CatalogPage> log, Handover handover) : IDisposable
{
    /// <summary>How long typing must rest before the address changes and the list is asked for.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);

    private const int Take = 48;
    private readonly CancellationTokenSource leaving = new();
    private CancellationTokenSource? typing;
    private IReadOnlyList<string> repositories = [];
    private IReadOnlyList<ChartSummary>? charts;
    private Actor? actor;
    private (string? Query, string? Repository)? shown;
    private string? next;
    private string? failure;
    private int total;

    /// <summary>Words to look for.</summary>
    [SupplyParameterFromQuery]
    public string? Query { get; set; }

    /// <summary>Name of the repository to look in, or all.</summary>
    [SupplyParameterFromQuery]
    public string? Repository { get; set; }

    /// <summary>Where prerendering left what it loaded.</summary>
    [PersistentState]
    public string? Loaded { get; set; }

    /// <inheritdoc />
    public void Dispose()
    {
        leaving.Cancel();
        leaving.Dispose();
        typing?.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (shown == (Query, Repository))
            return;
        shown = (Query, Repository);
        actor ??= await current.GetAsync(leaving.Token);
        if (handover.Take<Prerendered>(Loaded) is { } ready && ready.Asked == shown)
        {
            (charts, total, next, repositories) = (ready.Charts, ready.Total, ready.Next, ready.Repositories);
            return;
        }

        await LoadAsync();
        if (!RendererInfo.IsInteractive && charts is not null)
            Loaded = handover.Put(new Prerendered(shown, charts, total, next, repositories));
    }

    private async Task LoadAsync()
    {
        var asked = shown;
        failure = null;
        try
        {
            var page = await catalog.ChartsAsync(actor!, Query, Repository, new PageRequest(Take), leaving.Token);
            if (repositories.Count == 0)
                repositories = [.. (await catalog.RepositoriesAsync(actor!, new PageRequest(PageRequest.MostItems), leaving.Token)).Items.Select(repository => repository.Name)];
            // A slower answer to an older question is passed over.
            if (asked == shown)
                (charts, total, next) = (page.Items, page.Total, page.Next);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            log.LogError(error, "The catalog cannot be listed");
            failure = BrowseTexts.ReadFailed;
        }
        catch (OperationCanceledException)
        {
            // The person has left the page.
        }
    }

    private async Task MoreAsync()
    {
        var page = await catalog.ChartsAsync(actor!, Query, Repository, new PageRequest(Take, next), leaving.Token);
        (charts, total, next) = ([.. charts ?? [], .. page.Items], page.Total, page.Next);
    }

    private async Task TypedAsync(ChangeEventArgs change)
    {
        if (typing is not null)
            await typing.CancelAsync();
        typing?.Dispose();
        typing = CancellationTokenSource.CreateLinkedTokenSource(leaving.Token);
        try
        {
            await Task.Delay(Rest, time, typing.Token);
            Go(change.Value as string, Repository);
        }
        catch (OperationCanceledException)
        {
            // Typed on.
        }
    }

    private Task ChosenAsync(ChangeEventArgs change)
    {
        Go(Query, change.Value as string);
        return Task.CompletedTask;
    }

    private void Go(string? query, string? repository)
        => navigation.NavigateTo(
            navigation.GetUriWithQueryParameters("/catalog", new Dictionary<string, object?>
            {
                ["query"] = string.IsNullOrWhiteSpace(query) ? null : query.Trim(),
                ["repository"] = string.IsNullOrEmpty(repository) ? null : repository,
            }),
            replace: true);

    private sealed record Prerendered((string? Query, string? Repository)? Asked, IReadOnlyList<ChartSummary> Charts, int Total, string? Next, IReadOnlyList<string> Repositories);
}

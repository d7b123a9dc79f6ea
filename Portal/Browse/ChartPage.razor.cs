using Dodas.Catalog;
using Dodas.Catalog.Charts;
using Dodas.Portal.Accounts;
using Dodas.Portal.Layout;
using Microsoft.AspNetCore.Components;

namespace Dodas.Portal.Browse;

/// <summary>One chart: what it is for, its versions, values and schema, what it provides and requires.</summary>
public sealed partial class ChartPage(IChartCatalog catalog, ICurrentActor current, ILogger<ChartPage> log, Handover handover) : IDisposable
{
    private readonly CancellationTokenSource leaving = new();
    private (string Repository, string Chart, string? Version)? shown;
    private ChartDetails? details;
    private MarkupString readme;
    private Actor? actor;
    private string? failure;
    private bool missing;

    /// <summary>Name of the repository.</summary>
    [Parameter]
    public string Repository { get; set; } = "";

    /// <summary>Chart name; it may hold slashes.</summary>
    [Parameter]
    public string Chart { get; set; } = "";

    /// <summary>Version to show; the newest stable one when not given.</summary>
    [SupplyParameterFromQuery]
    public string? Version { get; set; }

    /// <summary>Where prerendering left what it loaded.</summary>
    [PersistentState]
    public string? Loaded { get; set; }

    [CascadingParameter]
    private HttpContext? Context { get; set; }

    /// <inheritdoc />
    public void Dispose()
    {
        leaving.Cancel();
        leaving.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (shown == (Repository, Chart, Version))
            return;
        shown = (Repository, Chart, Version);
        actor ??= await current.GetAsync(leaving.Token);
        if (handover.Take<ChartDetails>(Loaded) is { } ready && ready.Summary.Repository == Repository && ready.Summary.Name == Chart)
        {
            (details, readme) = (ready, Readme.ToHtml(ready.Readme));
            return;
        }

        await LoadAsync();
        if (!RendererInfo.IsInteractive && details is not null)
            Loaded = handover.Put(details);
    }

    private async Task LoadAsync()
    {
        failure = null;
        try
        {
            details = await catalog.ChartAsync(actor!, Repository, Chart, Version, leaving.Token);
            readme = Readme.ToHtml(details?.Readme ?? "");
            missing = details is null;
            if (missing && Context is { Response.HasStarted: false })
                Context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        catch (ChartUnavailableException error)
        {
            failure = error.Message;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            log.LogError(error, "The chart {Repository}/{Chart} cannot be shown", Repository, Chart);
            failure = BrowseTexts.ReadFailed;
        }
        catch (OperationCanceledException)
        {
            // The person has left the page.
        }
    }
}

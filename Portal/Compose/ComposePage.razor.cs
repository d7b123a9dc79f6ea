using System.Security.Cryptography;
using System.Text;
using Dodas.Catalog;
using Dodas.Catalog.Blocks;
using Dodas.Catalog.Compositions;
using Dodas.Deployer.Clusters;
using Dodas.Portal.Accounts;
using Dodas.Portal.Clusters;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace Dodas.Portal.Compose;

/// <summary>The composer: holds the session, keeps its draft, has it checked as it changes and sends it off.</summary>
public sealed partial class ComposePage(IClusters clusters, IChartCatalog catalog, ICurrentActor currentActor, ComposeDrafts drafts, NavigationManager navigation, IJSRuntime script, ISnackbar messages, TimeProvider time, ILogger<ComposePage> log) : IAsyncDisposable
{
    private readonly CancellationTokenSource leaving = new();
    private readonly Checking checks = new(time);
    private readonly string submission = Guid.NewGuid().ToString("N");
    private IReadOnlyList<Recipe> recipes = [];
    private ComposeSession? session;
    private ComposeDraft? putAside;
    private ComposeStep current;
    private Actor? actor;
    private string? failure;
    private string? checkFailure;
    private string? notice;
    private string? show;
    private int seen = -1;
    private bool checking;
    private bool creating;

    /// <summary>Id of a recipe to start from.</summary>
    [SupplyParameterFromQuery]
    public string? Recipe { get; set; }

    /// <summary>A chart to add, <c>repository/name</c>.</summary>
    [SupplyParameterFromQuery]
    public string? Chart { get; set; }

    /// <summary>The step that shows.</summary>
    [SupplyParameterFromQuery]
    public string? Step { get; set; }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await leaving.CancelAsync();
        await checks.DisposeAsync();
        leaving.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        current = Enum.TryParse<ComposeStep>(Step, ignoreCase: true, out var step) ? step : ComposeStep.Blocks;
        if (session is null)
            return;
        if (Recipe is not null || Chart is not null)
            await FollowAddressAsync();
        else if (current == ComposeStep.Review && session.FullCheck is null)
            await RequestCheckAsync();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // The draft lives in the browser, which can only be asked once there is a circuit.
        if (firstRender)
            await OpenAsync();
        if (show is { } field && session is not null)
        {
            show = null;
            await script.InvokeVoidAsync("dodas.show", leaving.Token, field);
        }
    }

    private async Task OpenAsync()
    {
        failure = null;
        try
        {
            actor = await currentActor.GetAsync(leaving.Token);
            recipes = await catalog.RecipesAsync(actor, leaving.Token);
            var palette = await catalog.BlocksAsync(actor, leaving.Token);
            var mine = await clusters.ListAsync(actor, actor.PersonalProject, new PageRequest(PageRequest.MostItems), leaving.Token);
            var opened = new ComposeSession(palette, [.. mine.Items.Select(cluster => cluster.Name)]);
            if (await drafts.ReadAsync(actor) is { Composition: not null } draft)
            {
                opened.Restore(draft);
                notice = opened.Composition.Blocks.Count > 0 ? ComposeTexts.Restored : null;
            }

            opened.Changed += (_, _) => _ = InvokeAsync(ChangedAsync);
            session = opened;
            await FollowAddressAsync();
            await ChangedAsync();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            log.LogError(error, "The composer cannot be opened");
            failure = ComposeTexts.ReadFailed;
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
            // The person has left the page.
        }
    }

    private async Task FollowAddressAsync()
    {
        if (Recipe is { } id)
        {
            putAside = session!.Composition.Blocks.Count > 0 ? session.ToDraft() : null;
            notice = putAside is null ? null : ComposeTexts.Replaced;
            if (recipes.FirstOrDefault(recipe => recipe.Id == id) is { } recipe)
                session.StartFrom(recipe);
            else
                (notice, putAside) = (ComposeTexts.RecipeUnknown, null);
        }
        else if (Chart is { } chart)
        {
            session!.AddChart(chart);
        }

        // A reload must find the draft, not start anew.
        if (Recipe is not null || Chart is not null)
            navigation.NavigateTo(StepBar.Address(ComposeStep.Blocks), replace: true);
    }

    private async Task ChangedAsync()
    {
        StateHasChanged();
        if (session is null || session.Version == seen || leaving.IsCancellationRequested)
            return;
        seen = session.Version;
        await RequestCheckAsync();
        await drafts.WriteAsync(actor!, session.ToDraft());
    }

    private Task RequestCheckAsync()
    {
        checking = true;
        return checks.RequestAsync(CheckAsync);
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        var (version, composition, name) = (session!.Version, session.Composition, session.Name);
        try
        {
            if (session.Blocks.Any(block => block.Block is null))
            {
                var library = await catalog.LibraryAsync(actor!, composition, cancellationToken);
                await InvokeAsync(() => session.Know(library.Blocks));
            }

            var check = await clusters.CheckAsync(actor!, composition, name, null, cancellationToken);
            await InvokeAsync(() =>
            {
                (checking, checkFailure) = (session.Version != version, null);
                session.Checked(version, check);
            });
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            log.LogError(error, "A composition cannot be checked");
            (checking, checkFailure) = (false, ComposeTexts.CheckFailed);
            await InvokeAsync(StateHasChanged);
        }
    }

    private void Mend(Fix fix)
    {
        if (!session!.Apply(fix))
            messages.Add(ComposeTexts.FixMissed, MudBlazor.Severity.Info);
    }

    private void ShowAsync(Finding finding)
    {
        var place = FindingPlace.Of(finding.Path, session!.Composition);
        if (place.Block is { } block)
            session.Select(block);
        show = place switch
        {
            { Block: { } name, Pointer: { } pointer } => FormScope.FieldId(name, pointer),
            { Part: "cluster" } => "cluster-name",
            { Block: not null } => "block-name",
            _ => "main",
        };
        navigation.NavigateTo(StepBar.Address(place.Step));
    }

    private async Task StartOver()
    {
        putAside = session!.ToDraft();
        notice = ComposeTexts.Replaced;
        session.Restore(new ComposeDraft("", NameTouched: false, null, CompositionJson.Write(new Composition())));
        await drafts.ForgetAsync(actor!);
        navigation.NavigateTo(StepBar.Address(ComposeStep.Blocks));
    }

    private void BringBack()
    {
        session!.Restore(putAside!);
        (putAside, notice) = (null, null);
    }

    private async Task CreateAsync()
    {
        creating = true;
        try
        {
            var cluster = new NewCluster(session!.Name, null, null, null, null, session.Composition);
            var key = new IdempotencyKey($"{submission}-{session.Version}", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{cluster.Name}\n{CompositionJson.Write(session.Composition).ToJsonString()}"))));
            await TellAsync(await clusters.CreateAsync(actor!, cluster, key, leaving.Token));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            log.LogError(error, "A cluster cannot be created");
            messages.Add(ComposeTexts.CreateFailed, MudBlazor.Severity.Error);
        }
        finally
        {
            creating = false;
        }
    }

    private async Task TellAsync(CreateOutcome outcome)
    {
        switch (outcome)
        {
            case CreateOutcome.Accepted accepted:
                await drafts.ForgetAsync(actor!);
                navigation.NavigateTo(ClusterAddress.Of(accepted.Name, null));
                break;
            case CreateOutcome.Invalid invalid:
                session!.Checked(session.Version, invalid.Findings);
                break;
            case CreateOutcome.NameTaken:
                messages.Add(ComposeTexts.NameTaken, MudBlazor.Severity.Error);
                break;
            case CreateOutcome.Forbidden:
                messages.Add(ComposeTexts.Forbidden, MudBlazor.Severity.Error);
                break;
            case CreateOutcome.KeyReused:
                messages.Add(ComposeTexts.SubmitAgain, MudBlazor.Severity.Info);
                break;
        }
    }
}

using Dodas.Catalog;
using Dodas.Catalog.Repositories;
using Dodas.Portal.Accounts;
using MudBlazor;

namespace Dodas.Portal.Curate;

/// <summary>The repositories, for administrators: state of the last sync, sync now, add, remove.</summary>
public sealed partial class RepositoriesPage(IChartCatalog catalog, ICurrentActor current, IDialogService dialogs, ISnackbar messages, ILogger<RepositoriesPage> log) : IDisposable
{
    private readonly CancellationTokenSource leaving = new();
    private IReadOnlyList<Repository>? repositories;
    private Actor? actor;
    private string? failure;
    private string? busy;
    private string announcement = "";
    private bool adding;

    /// <inheritdoc />
    public void Dispose()
    {
        leaving.Cancel();
        leaving.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        actor = await current.GetAsync(leaving.Token);
        if (actor.IsAdministrator)
            await LoadAsync();
    }

    private async Task LoadAsync()
    {
        failure = null;
        try
        {
            repositories = (await catalog.RepositoriesAsync(actor!, new PageRequest(PageRequest.MostItems), leaving.Token)).Items;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            log.LogError(error, "The repositories cannot be listed");
            failure = CurateTexts.ReadFailed;
        }
        catch (OperationCanceledException)
        {
            // The person has left the page.
        }
    }

    private async Task<RepositoryOutcome> AddAsync(NewRepository repository)
    {
        var outcome = await catalog.AddRepositoryAsync(actor!, repository, leaving.Token);
        if (outcome is RepositoryOutcome.Done done)
        {
            adding = false;
            Say(done.Repository);
            await LoadAsync();
            // The form asks for this itself, so nothing else tells this page to render.
            StateHasChanged();
        }

        return outcome;
    }

    private async Task SyncAsync(Repository repository)
    {
        busy = repository.Name;
        try
        {
            await TellAsync(await catalog.SyncRepositoryAsync(actor!, repository.Name, leaving.Token));
        }
        finally
        {
            busy = null;
        }
    }

    private async Task RemoveAsync(Repository repository)
    {
        var sure = await dialogs.ShowMessageBoxAsync(new MessageBoxOptions
        {
            Title = CurateTexts.RemoveTitle,
            Message = CurateTexts.RemoveLead(repository),
            YesText = CurateTexts.Remove,
            CancelText = CurateTexts.Cancel,
        });
        if (sure == true)
            await TellAsync(await catalog.RemoveRepositoryAsync(actor!, repository.Name, leaving.Token), removed: true);
    }

    private async Task TellAsync(RepositoryOutcome outcome, bool removed = false)
    {
        switch (outcome)
        {
            case RepositoryOutcome.Done done when !removed:
                Say(done.Repository);
                break;
            case RepositoryOutcome.NotFound:
                messages.Add(CurateTexts.NotThere, MudBlazor.Severity.Info);
                break;
            case RepositoryOutcome.Refused refused:
                messages.Add(refused.Message, MudBlazor.Severity.Error);
                break;
            case RepositoryOutcome.Forbidden:
                messages.Add(Layout.ShellTexts.ForbiddenTitle, MudBlazor.Severity.Error);
                break;
        }

        await LoadAsync();
    }

    private void Say(Repository repository) => announcement = repository.Error is { } error ? $"{repository.Name}: {error}" : CurateTexts.Synced(repository);
}

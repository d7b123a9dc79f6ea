using Dodas.Catalog;
using Microsoft.AspNetCore.Components;

namespace Dodas.Portal.Accounts.Pages;

/// <summary>A person's own account: who they are and their API tokens.</summary>
public sealed partial class AccountPage : IDisposable
{
    private readonly CancellationTokenSource gone = new();
    private Actor? actor;
    private IReadOnlyList<ApiTokenView>? tokens;
    private string name = "";
    private string? created;

    [Inject]
    private ICurrentActor CurrentActor { get; set; } = null!;

    [Inject]
    private ApiTokens Tokens { get; set; } = null!;

    /// <inheritdoc />
    public void Dispose()
    {
        gone.Cancel();
        gone.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        actor = await CurrentActor.GetAsync(gone.Token);
        tokens = await Tokens.ListAsync(actor, gone.Token);
    }

    private async Task CreateAsync()
    {
        if (actor is null || string.IsNullOrWhiteSpace(name))
            return;
        created = await Tokens.CreateAsync(actor, name.Trim(), gone.Token);
        name = "";
        tokens = await Tokens.ListAsync(actor, gone.Token);
    }

    private async Task RevokeAsync(string id)
    {
        if (actor is null)
            return;
        await Tokens.RevokeAsync(actor, id, gone.Token);
        created = null;
        tokens = await Tokens.ListAsync(actor, gone.Token);
    }
}

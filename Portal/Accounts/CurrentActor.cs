using Dodas.Catalog;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dodas.Portal.Accounts;

/// <summary>The person of this circuit or this prerendered request.</summary>
internal sealed class CurrentActor(AuthenticationStateProvider authentication) : ICurrentActor
{
    public async Task<Actor> GetAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var state = await authentication.GetAuthenticationStateAsync();
        return state.User.ToActor() ?? throw new InvalidOperationException("Nobody is signed in; put the page behind [Authorize].");
    }
}

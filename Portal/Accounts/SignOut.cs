using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Dodas.Portal.Accounts;

/// <summary>Ends a session: a form posts to <c>/sign-out</c>, with the antiforgery token that reading a form demands.</summary>
internal static class SignOut
{
    public static void MapSignOut(this WebApplication app)
        => app.MapPost("/sign-out", async (SignInManager<Account> signIn, [FromForm] string? returnUrl) =>
            {
                await signIn.SignOutAsync();
                return Results.LocalRedirect(Pages.LocalAddress.OrHome(returnUrl));
            })
            .ExcludeFromDescription();
}

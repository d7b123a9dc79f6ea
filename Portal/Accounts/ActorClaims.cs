using System.Security.Claims;
using Dodas.Catalog;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Dodas.Portal.Accounts;

/// <summary>How an account becomes claims and claims become the acting person.</summary>
internal static class ActorClaims
{
    public const string AdministratorRole = "administrator";

    public static Actor? ToActor(this ClaimsPrincipal principal)
        => principal.FindFirstValue(ClaimTypes.NameIdentifier) is { } id && principal.FindFirstValue(ClaimTypes.Name) is { } name
            ? new Actor(id, name, principal.IsInRole(AdministratorRole))
            : null;

    public static IEnumerable<Claim> Of(Account account)
    {
        yield return new Claim(ClaimTypes.NameIdentifier, account.Id);
        yield return new Claim(ClaimTypes.Name, account.UserName!);
        if (account.IsAdministrator)
            yield return new Claim(ClaimTypes.Role, AdministratorRole);
    }
}

/// <summary>Adds the administrator's role to the cookie that Identity makes.</summary>
internal sealed class AccountClaimsFactory(UserManager<Account> accounts, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<Account>(accounts, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        if (user.IsAdministrator)
            identity.AddClaim(new Claim(identity.RoleClaimType, ActorClaims.AdministratorRole));
        return identity;
    }
}

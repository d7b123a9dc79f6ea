using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Dodas.Portal.Accounts;

/// <summary>Reads <c>Authorization: Bearer …</c>. The API knows no other way in, so a foreign site cannot use a person's cookie on it.</summary>
internal sealed class BearerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logging, UrlEncoder encoder, ApiTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logging, encoder)
{
    public const string SchemeName = "Bearer";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        const string prefix = "Bearer ";
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        if (await tokens.AccountOfAsync(header[prefix.Length..].Trim(), Context.RequestAborted) is not { } account)
            return AuthenticateResult.Fail("The bearer token is unknown or was revoked.");
        var identity = new ClaimsIdentity(ActorClaims.Of(account), Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Results.Problem(
            statusCode: StatusCodes.Status401Unauthorized,
            title: "A token is needed",
            detail: "Send 'Authorization: Bearer TOKEN'. A person makes tokens on the Account page.").ExecuteAsync(Context);
    }
}

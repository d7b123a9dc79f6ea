using Dodas.Portal.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Dodas.Portal.Hosting;

/// <summary><c>/healthz</c>: the process answers. <c>/readyz</c>: the database answers too. Neither asks the target: a portal must be reachable to say that a target is not.</summary>
internal static class Health
{
    public static void MapHealth(this WebApplication app)
    {
        foreach (var prefix in new[] { "", "/api/v1" })
        {
            app.MapGet($"{prefix}/healthz", () => Results.Text("ok")).AllowAnonymous().ExcludeFromDescription();
            app.MapGet($"{prefix}/readyz", ReadyAsync).AllowAnonymous().ExcludeFromDescription();
        }
    }

    private static async Task<IResult> ReadyAsync(IDbContextFactory<AccountsDbContext> contexts, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Database.CanConnectAsync(cancellationToken)
            ? Results.Text("ok")
            : Results.Problem(statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not ready", detail: "The database does not answer.");
    }
}

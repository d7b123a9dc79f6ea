using System.Security.Cryptography;
using System.Text;
using Dodas.Catalog;
using Microsoft.EntityFrameworkCore;

namespace Dodas.Portal.Accounts;

/// <summary>A token as its owner sees it.</summary>
/// <param name="Id">Row id, for revoking it.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="CreatedAt">When it was made (UTC).</param>
/// <param name="IsConfigured">It comes from the portal's configuration, and ends when it is taken away there.</param>
public sealed record ApiTokenView(string Id, string Name, DateTime CreatedAt, bool IsConfigured);

/// <summary>Makes, lists, finds and revokes the bearer tokens of the API. A person only reaches their own.</summary>
public sealed class ApiTokens(IDbContextFactory<AccountsDbContext> contexts, TimeProvider time)
{
    /// <summary>Id of the row that the setting <c>Accounts:BootstrapToken</c> presets.</summary>
    private const string BootstrapId = "bootstrap";

    /// <summary>Makes a token and gives it, for the only time.</summary>
    public async Task<string> CreateAsync(Actor actor, string name, CancellationToken cancellationToken)
    {
        var token = "dodas_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.ApiTokens.Add(new ApiToken
        {
            Id = Guid.NewGuid().ToString("N"),
            AccountId = actor.Id,
            Name = name,
            Hash = HashOf(token),
            CreatedAt = time.GetUtcNow().UtcDateTime,
        });
        await context.SaveChangesAsync(cancellationToken);
        return token;
    }

    /// <summary>The person's tokens, newest first.</summary>
    public async Task<IReadOnlyList<ApiTokenView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ApiTokens.Where(token => token.AccountId == actor.Id)
            .OrderByDescending(token => token.CreatedAt)
            .Select(token => new ApiTokenView(token.Id, token.Name, token.CreatedAt, token.Id == BootstrapId))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Ends a token; nothing happens when it is not there, not theirs, or comes from the configuration.</summary>
    public async Task RevokeAsync(Actor actor, string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.ApiTokens.Where(token => token.Id == id && token.Id != BootstrapId && token.AccountId == actor.Id).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>The account a token acts for, or null.</summary>
    internal async Task<Account?> AccountOfAsync(string token, CancellationToken cancellationToken)
    {
        var hash = HashOf(token);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await (from row in context.ApiTokens
                      where row.Hash == hash
                      join account in context.Users on row.AccountId equals account.Id
                      select account).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Makes the configured token the only bootstrap token, or takes the last one away when none is configured.</summary>
    internal async Task PresetAsync(string accountId, string? token, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.ApiTokens.Where(row => row.Id == BootstrapId).ExecuteDeleteAsync(cancellationToken);
        if (string.IsNullOrEmpty(token))
            return;
        context.ApiTokens.Add(new ApiToken
        {
            Id = BootstrapId,
            AccountId = accountId,
            Name = "Bootstrap",
            Hash = HashOf(token),
            CreatedAt = time.GetUtcNow().UtcDateTime,
        });
        await context.SaveChangesAsync(cancellationToken);
    }

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

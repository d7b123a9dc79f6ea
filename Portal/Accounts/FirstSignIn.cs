using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;

namespace Dodas.Portal.Accounts;

/// <summary>
/// The login token that a fresh portal prints: it opens the page where the first administrator chooses a password, and is worth nothing from then on.
/// It lives in memory only; the next start prints another while there is still no password.
/// </summary>
public sealed class FirstSignIn(IServiceScopeFactory scopes)
{
    private readonly string token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    /// <summary>Path and query of the page, or null when the administrator has a password.</summary>
    public async Task<string?> AddressAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var account = await AdministratorAsync(scope.ServiceProvider.GetRequiredService<UserManager<Account>>());
        return account.PasswordHash is null ? $"/welcome?token={token}" : null;
    }

    /// <summary>Whether this token opens the page now.</summary>
    public bool Accepts(string? candidate, Account administrator)
        => administrator.PasswordHash is null
            && candidate is not null
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(candidate), Encoding.UTF8.GetBytes(token));

    /// <summary>The first administrator's account; every portal has it from its first start.</summary>
    public static async Task<Account> AdministratorAsync(UserManager<Account> accounts)
        => await accounts.FindByNameAsync(Account.FirstAdministrator)
            ?? throw new InvalidOperationException("The account 'admin' is missing; start the portal once more to have it made.");
}

using Dodas.Catalog.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dodas.Portal.Accounts;

/// <summary>Registers accounts, signing in and the acting person.</summary>
internal static class AccountServices
{
    public const string ApiPolicy = "api";

    public static IServiceCollection AddAccounts(this IServiceCollection services, string connectionString)
    {
        services.AddDbContextFactory<AccountsDbContext>(options => options
            .UseSqlite(connectionString, sqlite => sqlite.MigrationsHistoryTable(AccountsDbContext.MigrationsTable))
            .AddInterceptors(new SqlitePragmas()));

        services.AddIdentityCore<Account>(options =>
            {
                // A DNS label, because the name is also the name of the person's project.
                options.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789-";
                // Length is what makes a password strong; rules on kinds of characters only make it hard to remember (NIST SP 800-63B).
                options.Password.RequiredLength = 10;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Lockout.MaxFailedAccessAttempts = 10;
            })
            .AddEntityFrameworkStores<AccountsDbContext>()
            .AddClaimsPrincipalFactory<AccountClaimsFactory>()
            .AddSignInManager();

        services.AddAuthentication(options =>
            {
                options.DefaultScheme = IdentityConstants.ApplicationScheme;
                options.DefaultSignInScheme = IdentityConstants.ApplicationScheme;
            })
            .AddScheme<AuthenticationSchemeOptions, BearerAuthentication>(BearerAuthentication.SchemeName, null)
            .AddIdentityCookies();
        services.ConfigureApplicationCookie(options =>
        {
            options.LoginPath = "/login";
            options.AccessDeniedPath = "/login";
            options.Cookie.Name = "dodas";
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = TimeSpan.FromDays(14);
        });

        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(null)
            .AddPolicy(ApiPolicy, new AuthorizationPolicyBuilder(BearerAuthentication.SchemeName).RequireAuthenticatedUser().Build());

        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitRevalidation>();
        services.AddScoped<ICurrentActor, CurrentActor>();
        services.AddSingleton<ApiTokens>();
        services.AddSingleton<FirstSignIn>();
        return services;
    }

    /// <summary>Brings the tables up to date and sees to it that the first administrator is there.</summary>
    public static async Task PrepareAsync(IServiceProvider services, string? bootstrapToken, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var provider = scope.ServiceProvider;
        await provider.GetRequiredService<AccountsDbContext>().Database.MigrateAsync(cancellationToken);

        var accounts = provider.GetRequiredService<UserManager<Account>>();
        var administrator = await accounts.FindByNameAsync(Account.FirstAdministrator);
        if (administrator is null)
        {
            administrator = new Account { UserName = Account.FirstAdministrator, IsAdministrator = true };
            var made = await accounts.CreateAsync(administrator);
            if (!made.Succeeded)
                throw new InvalidOperationException($"The account 'admin' could not be made: {string.Join(' ', made.Errors.Select(error => error.Description))}");
        }

        await provider.GetRequiredService<ApiTokens>().PresetAsync(administrator.Id, bootstrapToken, cancellationToken);
    }
}

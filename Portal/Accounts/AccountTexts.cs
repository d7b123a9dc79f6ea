using Dodas.Catalog;

namespace Dodas.Portal.Accounts;

/// <summary>What a person reads on the account page.</summary>
internal static class AccountTexts
{
    public const string Title = "Account";
    public const string Tokens = "API tokens";
    public const string Token = "token";
    public const string TokensLead = "A token lets a script act as you.";
    public const string ApiDescription = "Description of the API";
    public const string NoTokens = "You have no tokens.";
    public const string NewToken = "What is the new token for?";
    public const string NewTokenExample = "nightly analysis";
    public const string Create = "Create token";
    public const string CopyNow = "Copy the token now: it is not shown again.";
    public const string Configured = "from configuration";
    public const string Revoke = "Revoke";

    public static string RevokeNamed(string name) => $"Revoke {name}";

    public static string SignedIn(Actor actor) => actor.IsAdministrator ? $"Signed in as {actor.Name}, administrator." : $"Signed in as {actor.Name}.";
}

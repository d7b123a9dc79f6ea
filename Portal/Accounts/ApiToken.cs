namespace Dodas.Portal.Accounts;

/// <summary>A bearer token of the API. Only its hash is kept: the token is shown once, when it is made.</summary>
public sealed class ApiToken
{
    /// <summary>Row id.</summary>
    public required string Id { get; init; }

    /// <summary>Account it acts for.</summary>
    public required string AccountId { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the token, lower-case hex. The token has 256 random bits, so a slow hash would add nothing.</summary>
    public required string Hash { get; set; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTime CreatedAt { get; init; }
}

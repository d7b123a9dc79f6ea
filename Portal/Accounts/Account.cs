using Microsoft.AspNetCore.Identity;

namespace Dodas.Portal.Accounts;

/// <summary>A person's account. Its user name is a DNS label, because it also names the person's own project.</summary>
public sealed class Account : IdentityUser
{
    /// <summary>Name of the administrator that every portal starts with.</summary>
    public const string FirstAdministrator = "admin";

    /// <summary>May curate the catalog and act on every project.</summary>
    public bool IsAdministrator { get; set; }
}

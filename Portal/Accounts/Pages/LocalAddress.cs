namespace Dodas.Portal.Accounts.Pages;

/// <summary>Where to go after signing in: only ever a place in this portal, whatever the address bar was made to say.</summary>
internal static class LocalAddress
{
    public static string OrHome(string? address)
        => address is ['/', not ('/' or '\\'), ..] && Uri.IsWellFormedUriString(address, UriKind.Relative) ? address : "/";
}

namespace Dodas.Portal.Layout;

/// <summary>What people read around the pages.</summary>
public static class ShellTexts
{
#pragma warning disable CS1591 // Each text says itself what it is.
    public const string Product = "Dodas Portal";
    public const string SkipLink = "Skip to the content";
    public const string Navigation = "Main";
    public const string Clusters = "Clusters";
    public const string Catalog = "Catalog";
    public const string NewCluster = "New cluster";
    public const string Administration = "Administration";
    public const string Repositories = "Repositories";
    public const string Account = "Account and API tokens";
    public const string SignOut = "Sign out";
    public const string ToggleTheme = "Switch between light and dark";
    public const string Sandbox = "Sandbox";
    public const string SandboxHelp = "Clusters are simulated on this machine: nothing is really started, and no data is kept.";

    public const string NotFoundTitle = "There is no such page";
    public const string NotFound = "The address may be mistyped, or what it led to is gone.";
    public const string ForbiddenTitle = "This page is for administrators";
    public const string Forbidden = "Ask an administrator of this portal if you need something from it.";
    public const string ToClusters = "Go to my clusters";

    public const string BrokenTitle = "This page has stopped working";
    public const string Broken = "The portal met something it did not expect and has written it to its log. Your clusters go on running. Nothing you asked for is lost.";
    public const string TryAgain = "Try again";

    public const string Reconnecting = "The connection to the portal is lost. Connecting again…";
    public const string ReconnectFailed = "The portal cannot be reached. Your clusters go on running; a draft is kept in this browser.";
    public const string Rejected = "The portal was started anew. Load the page again to go on.";
    public const string RetryNow = "Try now";
    public const string Reload = "Load the page again";

    public const string LiveLost = "Live updates have stopped; trying again. What you see may be old.";
    public const string Loading = "Loading…";
    public const string Copy = "Copy";
    public const string Copied = "Copied";
    public const string Never = "never";
#pragma warning restore CS1591
}

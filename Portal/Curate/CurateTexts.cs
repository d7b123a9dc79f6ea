using Dodas.Catalog.Repositories;

namespace Dodas.Portal.Curate;

/// <summary>What administrators read about repositories.</summary>
public static class CurateTexts
{
#pragma warning disable CS1591 // Each text says itself what it is.
    public const string Title = "Repositories";
    public const string Lead = "Where the catalog's charts come from.";
    public const string Add = "Add a repository";
    public const string Name = "Name";
    public const string NameHelp = "Lower-case letters, digits and dashes.";
    public const string Url = "Address";
    public const string UrlHelp = "The folder that holds index.yaml.";
    public const string AddNow = "Add and read it";
    public const string Adding = "Reading its index…";
    public const string NameTaken = "There is a repository of this name already.";
    public const string NameRefused = "Use lower-case letters, digits and dashes, beginning and ending with a letter or digit, at most 63.";
    public const string UrlRefused = "Give an absolute address beginning with https:// or http://.";
    public const string Cancel = "Cancel";
    public const string Sync = "Sync now";
    public const string Remove = "Remove";
    public const string RemoveTitle = "Remove this repository?";
    public const string Local = "Folder on this machine";
    public const string Http = "HTTP";
    public const string LastSync = "Last read";
    public const string Skipped = "Left out";
    public const string Failed = "The repositories cannot be shown";
    public const string ReadFailed = "The portal could not read them. It has written the reason to its log.";
    public const string EmptyTitle = "No repository yet";
    public const string Empty = "Add one, and its charts appear in the catalog.";
    public const string SyncOk = "In step";
    public const string SyncFailed = "Cannot be read";
    public const string NeverSynced = "Not read yet";
    public const string Charts = "Show its charts";
    public const string NotThere = "This repository is gone already.";
#pragma warning restore CS1591

    /// <summary>How many charts a repository has.</summary>
    public static string Count(int charts) => charts == 1 ? "1 chart" : $"{charts} charts";

    /// <summary>What removing does.</summary>
    public static string RemoveLead(Repository repository) => $"Its {Count(repository.Charts)} leave the catalog. Clusters made from them go on running.";

    /// <summary>Said when a repository was read.</summary>
    public static string Synced(Repository repository) => $"'{repository.Name}' is read: {Count(repository.Charts)}.";
}

namespace Dodas.Portal.Browse;

/// <summary>What people read in the catalog.</summary>
public static class BrowseTexts
{
#pragma warning disable CS1591 // Each text says itself what it is.
    public const string Title = "Catalog";
    public const string Lead = "Blocks and charts you can put into a cluster.";
    public const string Search = "Search";
    public const string SearchHint = "Name, word or purpose";
    public const string Repository = "Repository";
    public const string AllRepositories = "All repositories";
    public const string NothingFoundTitle = "Nothing fits";
    public const string NothingFound = "Try another word, or look in all repositories.";
    public const string ClearSearch = "Clear the search";
    public const string EmptyTitle = "The catalog is empty";
    public const string Empty = "An administrator can add a repository of charts.";
    public const string Failed = "The catalog cannot be shown";
    public const string ReadFailed = "The portal could not read it. It has written the reason to its log.";
    public const string More = "Show more";
    public const string Block = "Block";
    public const string Deprecated = "Deprecated";
    public const string DeprecatedHelp = "Its author says not to use it any more.";

    public const string NotFoundTitle = "There is no such chart";
    public const string NotFound = "Its repository may have dropped it, or the version does not exist.";
    public const string Unavailable = "This chart cannot be fetched";
    public const string Use = "Use in a cluster";
    public const string Readme = "About";
    public const string NoReadme = "Its author wrote nothing about it.";
    public const string Versions = "Versions";
    public const string Values = "Values";
    public const string NoValues = "It has no values to set.";
    public const string Schema = "Schema";
    public const string NoSchema = "It has no schema: what its values may be is not checked before Helm.";
    public const string Connections = "Connections";
    public const string Provides = "Provides";
    public const string Requires = "Requires";
    public const string Optional = "optional";
    public const string Nothing = "nothing";
    public const string NoContract = "This chart is not a block: it can be put into a cluster, but the portal cannot connect it.";
    public const string Version = "Version";
    public const string AppVersion = "Application";
    public const string Published = "Published";
    public const string Home = "Home page";
    public const string Maintainers = "Maintainers";
    public const string Digest = "Digest";
    public const string Keywords = "Words";
#pragma warning restore CS1591

    /// <summary>How many were found.</summary>
    public static string Found(int total) => total == 1 ? "1 chart" : $"{total} charts";
}

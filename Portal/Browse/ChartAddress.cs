namespace Dodas.Portal.Browse;

/// <summary>Addresses of chart pages. A chart's name may hold slashes, which stay slashes in the address.</summary>
public static class ChartAddress
{
    /// <summary>The page of a chart, of one version when given.</summary>
    public static string Of(string repository, string name, string? version = null)
        => $"/catalog/{Uri.EscapeDataString(repository)}/{string.Join('/', name.Split('/').Select(Uri.EscapeDataString))}{(version is null ? "" : $"?version={Uri.EscapeDataString(version)}")}";

    /// <summary>The composer with this chart placed.</summary>
    public static string InComposer(string repository, string name) => $"/new?chart={Uri.EscapeDataString($"{repository}/{name}")}";
}

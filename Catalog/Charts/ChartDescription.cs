namespace Dodas.Catalog.Charts;

/// <summary>Puts what an archive and its repository say together for a chart's page.</summary>
internal static class ChartDescription
{
    public static ChartDetails Of(ParsedChart chart, IReadOnlyList<ChartVersion> versions) => new()
    {
        Summary = new()
        {
            Repository = chart.Block.Chart.Repository,
            Name = chart.File.Name,
            Title = chart.Block.Contract?.Title,
            Version = chart.File.Version,
            AppVersion = chart.File.AppVersion,
            Description = chart.File.Description,
            Icon = chart.File.Icon,
            Keywords = chart.File.Keywords,
            Deprecated = chart.File.Deprecated,
            Block = chart.Block.Contract?.Id,
        },
        Versions = versions,
        Reference = chart.Block.Chart,
        Readme = chart.Contents.Readme,
        Values = chart.Contents.Values,
        Schema = chart.Contents.Schema,
        Home = chart.File.Home,
        Maintainers = chart.File.Maintainers,
        Contract = chart.Block.Contract,
    };
}

using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Compositions.Rules;

/// <summary>Each placed block names one block or chart that the library has, in a version that there is.</summary>
internal sealed class KnownBlockRule : IRule
{
    public IEnumerable<Finding> Check(ValidationContext context) =>
        context.Placements.Zip(context.Lookups, (placement, lookup) => Check(context, placement, lookup)).OfType<Finding>();

    private static Finding? Check(ValidationContext context, Placement placement, BlockLookup lookup)
    {
        var placed = placement.Placed;
        switch (lookup)
        {
            case BlockLookup.NotOne { Both: true }:
                return new Finding(Severity.Error, placement.Path + "/chart", "Name a block or a chart, not both.", Fixes.Remove(placement.Path + "/chart", "chart"));
            case BlockLookup.NotOne:
                return new Finding(Severity.Error, placement.Path + "/block", "Say which block this is.");
            case BlockLookup.Unknown when !string.IsNullOrEmpty(placed.Block):
                var blocks = context.Library.Blocks.Select(block => block.Contract?.Id).OfType<string>();
                return Unknown(placement.Path + "/block", "block", placed.Block, NearestName.Of(placed.Block, blocks));
            case BlockLookup.Unknown:
                return Unknown(placement.Path + "/chart", "chart", placed.Chart!, NearestName.Of(placed.Chart!, context.Library.Blocks.Select(BlockLookup.ChartName)));
            case BlockLookup.NoVersion { Newest: var newest }:
                return new Finding(
                    Severity.Error,
                    placement.Path + "/version",
                    $"{newest.Title} has no version '{placed.Version}'; the newest is {newest.Chart.Version}.",
                    Fixes.Set($"Use {newest.Chart.Version}", placement.Path + "/version", newest.Chart.Version));
            default:
                return null;
        }
    }

    private static Finding Unknown(string path, string what, string name, string? nearest) => nearest is null
        ? new Finding(Severity.Error, path, $"There is no {what} '{name}'.")
        : new Finding(Severity.Error, path, $"There is no {what} '{name}'. Did you mean '{nearest}'?", Fixes.Set($"Use {nearest}", path, nearest));
}

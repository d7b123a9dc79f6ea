using System.Text.Json.Nodes;
using Dodas.Catalog.Blocks;
using Dodas.Catalog.Charts;
using Dodas.Catalog.Compositions;
using Dodas.Catalog.Repositories;

namespace Dodas.Portal.Api;

/// <summary>A block in <c>GET /blocks</c>.</summary>
internal sealed record BlockShape(
    string Id, string Title, string Kind, string Description, string? Icon, ChartReference Chart,
    IReadOnlyList<string> Provides, IReadOnlyList<RequirementShape> Requires, int? MaxPerComposition)
{
    public static BlockShape Of(Block block) => new(
        block.Contract!.Id,
        block.Title,
        block.Contract.Kind.ToString().ToLowerInvariant(),
        block.Description,
        block.Icon,
        block.Chart,
        [.. block.Contract.Provides.Select(provision => provision.Type)],
        [.. block.Contract.Requires.Select(requirement => new RequirementShape(requirement.Type, requirement.Min, requirement.Max))],
        block.Contract.MaxPerComposition);
}

/// <summary>What a block uses.</summary>
internal sealed record RequirementShape(string Type, int Min, int Max);

/// <summary>A recipe in <c>GET /recipes</c>.</summary>
internal sealed record RecipeShape(
    string Id, string Title, string Summary, string Description, IReadOnlyDictionary<string, string> Size, string Time, JsonNode? Composition)
{
    public static RecipeShape Of(Recipe recipe) => new(
        recipe.Id, recipe.Title, recipe.Summary, recipe.Description, recipe.Size, recipe.Time, CompositionJson.Write(recipe.Composition));
}

/// <summary>A chart version in full, <c>GET /charts/{repository}/{name}[/{version}]</c>.</summary>
internal sealed record ChartShape(
    string Repository, string Name, string Version, string? AppVersion, string Description, string? Icon, IReadOnlyList<string> Keywords,
    bool Deprecated, string? Block, string Digest, string? Home, IReadOnlyList<Maintainer> Maintainers,
    IReadOnlyList<ChartVersion> Versions, string Readme, string Values, string? Schema)
{
    public static ChartShape Of(ChartDetails chart) => new(
        chart.Summary.Repository, chart.Summary.Name, chart.Summary.Version, chart.Summary.AppVersion, chart.Summary.Description,
        chart.Summary.Icon, chart.Summary.Keywords, chart.Summary.Deprecated, chart.Summary.Block, chart.Reference.Digest, chart.Home,
        chart.Maintainers, chart.Versions, chart.Readme, chart.Values, chart.Schema);
}

/// <summary>A repository.</summary>
internal sealed record RepositoryShape(
    string Name, string Kind, string? Url, int Charts, DateTime? SyncedAt, string? Error, IReadOnlyList<string> Skipped)
{
    public static RepositoryShape Of(Repository repository) => new(
        repository.Name, repository.Kind.ToString().ToLowerInvariant(), repository.Url, repository.Charts, repository.SyncedAt,
        repository.Error, repository.Skipped);
}

using System.Security.Claims;
using Dodas.Catalog;
using Dodas.Catalog.Charts;
using Dodas.Portal.Accounts;

namespace Dodas.Portal.Api;

/// <summary>What can be deployed.</summary>
internal static class ChartsApi
{
    public static void MapCharts(this RouteGroupBuilder api)
    {
        api.MapGet("/blocks", async (ClaimsPrincipal user, IChartCatalog catalog, CancellationToken cancellationToken)
                => Results.Ok((await catalog.BlocksAsync(user.ToActor()!, cancellationToken)).Select(BlockShape.Of)))
            .WithSummary("The building blocks").Produces<BlockShape[]>();

        api.MapGet("/recipes", async (ClaimsPrincipal user, IChartCatalog catalog, CancellationToken cancellationToken)
                => Results.Ok((await catalog.RecipesAsync(user.ToActor()!, cancellationToken)).Select(RecipeShape.Of)))
            .WithSummary("The published starting compositions").Produces<RecipeShape[]>();

        api.MapGet("/charts", async (ClaimsPrincipal user, IChartCatalog catalog, string? query, string? repository, int? take, string? after, CancellationToken cancellationToken)
                => (await catalog.ChartsAsync(user.ToActor()!, query, repository, Paging.Request(take, after), cancellationToken)).ToResult(chart => chart))
            .WithSummary("Charts, found by words and repository").Produces<ListShape<ChartSummary>>();

        api.MapGet("/charts/{repository}/{name}", (ClaimsPrincipal user, IChartCatalog catalog, string repository, string name, CancellationToken cancellationToken)
                => ChartAsync(user.ToActor()!, catalog, repository, name, null, cancellationToken))
            .WithSummary("The newest stable version of a chart").Produces<ChartShape>().ProducesProblem(404).ProducesProblem(502);

        api.MapGet("/charts/{repository}/{name}/{version}", (ClaimsPrincipal user, IChartCatalog catalog, string repository, string name, string version, CancellationToken cancellationToken)
                => ChartAsync(user.ToActor()!, catalog, repository, name, version, cancellationToken))
            .WithSummary("One version of a chart").Produces<ChartShape>().ProducesProblem(404).ProducesProblem(502);
    }

    private static async Task<IResult> ChartAsync(Actor actor, IChartCatalog catalog, string repository, string name, string? version, CancellationToken cancellationToken)
    {
        // A route value keeps an encoded slash, so that a chart name may hold one.
        name = Uri.UnescapeDataString(name);
        try
        {
            return await catalog.ChartAsync(actor, repository, name, version, cancellationToken) is { } chart
                ? Results.Ok(ChartShape.Of(chart))
                : Problems.NotFound($"There is no chart '{repository}/{name}'{(version is null ? "" : $" in version {version}")}.");
        }
        catch (ChartUnavailableException unavailable)
        {
            return Problems.BadGateway(unavailable.Message);
        }
    }
}

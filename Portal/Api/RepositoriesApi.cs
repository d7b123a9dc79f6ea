using System.Security.Claims;
using Dodas.Catalog;
using Dodas.Catalog.Repositories;
using Dodas.Portal.Accounts;

namespace Dodas.Portal.Api;

/// <summary>Where charts come from; changing it is for administrators.</summary>
internal static class RepositoriesApi
{
    public static void MapRepositories(this RouteGroupBuilder api)
    {
        api.MapGet("/repositories", async (ClaimsPrincipal user, IChartCatalog catalog, int? take, string? after, CancellationToken cancellationToken)
                => (await catalog.RepositoriesAsync(user.ToActor()!, Paging.Request(take, after), cancellationToken)).ToResult(RepositoryShape.Of))
            .WithSummary("The repositories and how their last sync went").Produces<ListShape<RepositoryShape>>();

        api.MapPost("/repositories", async (ClaimsPrincipal user, IChartCatalog catalog, NewRepository repository, CancellationToken cancellationToken)
                => await catalog.AddRepositoryAsync(user.ToActor()!, repository, cancellationToken) switch
                {
                    RepositoryOutcome.Done done => Results.Created($"/api/v1/repositories/{done.Repository.Name}", RepositoryShape.Of(done.Repository)),
                    var refused => Refusal(refused, repository.Name),
                })
            .WithSummary("Add an HTTP repository and read it once (administrators)")
            .Produces<RepositoryShape>(201).ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);

        api.MapPost("/repositories/{name}/sync", async (ClaimsPrincipal user, IChartCatalog catalog, string name, CancellationToken cancellationToken)
                => await catalog.SyncRepositoryAsync(user.ToActor()!, name, cancellationToken) switch
                {
                    RepositoryOutcome.Done done => Results.Ok(RepositoryShape.Of(done.Repository)),
                    var refused => Refusal(refused, name),
                })
            .WithSummary("Read a repository now (administrators)")
            .Produces<RepositoryShape>().ProducesProblem(403).ProducesProblem(404);

        api.MapDelete("/repositories/{name}", async (ClaimsPrincipal user, IChartCatalog catalog, string name, CancellationToken cancellationToken)
                => await catalog.RemoveRepositoryAsync(user.ToActor()!, name, cancellationToken) switch
                {
                    RepositoryOutcome.Done => Results.NoContent(),
                    var refused => Refusal(refused, name),
                })
            .WithSummary("Remove an HTTP repository (administrators); clusters made from it keep working")
            .Produces(204).ProducesProblem(400).ProducesProblem(403).ProducesProblem(404);
    }

    private static IResult Refusal(RepositoryOutcome outcome, string name) => outcome switch
    {
        RepositoryOutcome.Forbidden => Problems.Forbidden("Only administrators change repositories."),
        RepositoryOutcome.NotFound => Problems.NotFound($"There is no repository '{name}'."),
        RepositoryOutcome.NameTaken => Problems.Conflict($"There is a repository '{name}' already."),
        RepositoryOutcome.Refused refused => Problems.Invalid($"{refused.Field}: {refused.Message}"),
        _ => throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}."),
    };
}

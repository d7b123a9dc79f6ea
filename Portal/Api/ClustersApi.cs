using System.Security.Claims;
using Dodas.Catalog.Compositions;
using Dodas.Deployer.Clusters;
using Dodas.Portal.Accounts;

namespace Dodas.Portal.Api;

/// <summary>Clusters and the operations on them.</summary>
internal static class ClustersApi
{
    public static void MapClusters(this RouteGroupBuilder api)
    {
        api.MapPost("/clusters", CreateAsync)
            .WithSummary("Make a cluster from a recipe or a composition")
            .WithDescription("Send Idempotency-Key to make a repeated request the same request for 24 hours. Members: name, project?, target?, lifetime?, recipe? or composition?.")
            .Accepts<ClusterRequestShape>("application/json").Produces<AcceptedShape>(202).ProducesProblem(400).ProducesProblem(403).ProducesProblem(409).ProducesProblem(422);

        api.MapGet("/clusters", async (ClaimsPrincipal user, IClusters clusters, string? project, int? take, string? after, CancellationToken cancellationToken)
                => (await clusters.ListAsync(user.ToActor()!, project, Paging.Request(take, after), cancellationToken)).ToResult(ClusterShape.Of))
            .WithSummary("The clusters you may see").Produces<ListShape<ClusterShape>>();

        api.MapGet("/clusters/{idOrName}", async (ClaimsPrincipal user, IClusters clusters, string idOrName, string? project, CancellationToken cancellationToken)
                => await clusters.FindAsync(user.ToActor()!, idOrName, project, cancellationToken) is { } cluster
                    ? Results.Ok(ClusterShape.Of(cluster))
                    : Missing(idOrName))
            .WithSummary("One cluster").Produces<ClusterShape>().ProducesProblem(404);

        api.MapDelete("/clusters/{idOrName}", DeleteAsync)
            .WithSummary("Remove a cluster; ?volumes=keep keeps its volumes")
            .Produces<RemovalShape>(202).ProducesProblem(400).ProducesProblem(404);

        api.MapGet("/clusters/{idOrName}/operations", async (ClaimsPrincipal user, IClusters clusters, string idOrName, string? project, int? take, string? after, CancellationToken cancellationToken)
                => await clusters.FindAsync(user.ToActor()!, idOrName, project, cancellationToken) is { } cluster
                    ? (await clusters.OperationsAsync(user.ToActor()!, cluster.Id, Paging.Request(take, after), cancellationToken)).ToResult(OperationShape.Of)
                    : Missing(idOrName))
            .WithSummary("What was done to a cluster, newest first").Produces<ListShape<OperationShape>>().ProducesProblem(404);

        api.MapGet("/operations/{id}", async (ClaimsPrincipal user, IClusters clusters, string id, CancellationToken cancellationToken)
                => await clusters.OperationAsync(user.ToActor()!, id, cancellationToken) is { } operation
                    ? Results.Ok(OperationShape.Of(operation))
                    : Problems.NotFound($"There is no operation '{id}'."))
            .WithSummary("One operation and its steps").Produces<OperationShape>().ProducesProblem(404);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, ClaimsPrincipal user, IClusters clusters, CancellationToken cancellationToken)
    {
        var request = await ClusterRequest.ReadAsync(context.Request, cancellationToken);
        var actor = user.ToActor()!;
        if (request.Cluster is not { } cluster)
            return Problems.Invalid(Summary(request.Findings), request.Findings);
        if (request.Findings.Count > 0)
        {
            // What is wrong with the request does not hide what is wrong with the composition in it.
            var check = cluster.Composition is null
                ? []
                : (await clusters.CheckAsync(actor, cluster.Composition, cluster.Name, cluster.Project, cancellationToken)).Findings;
            Finding[] all = [.. request.Findings, .. check];
            return Problems.Invalid(Summary(all), all);
        }

        IdempotencyKey? key = null;
        if (context.Request.Headers.TryGetValue("Idempotency-Key", out var header))
        {
            if (header.ToString() is not { Length: > 0 and <= 255 } text)
                return Problems.Invalid("Idempotency-Key has 1 to 255 characters.");
            key = new IdempotencyKey(text, request.BodyHash);
        }

        switch (await clusters.CreateAsync(actor, cluster, key, cancellationToken))
        {
            case CreateOutcome.Accepted accepted:
                return Results.Accepted(
                    $"/api/v1/operations/{accepted.Operation}",
                    new AcceptedShape(accepted.Operation, new ClusterNameShape(accepted.Id, accepted.Name)));
            case CreateOutcome.Invalid invalid:
                return Problems.Invalid(Summary(invalid.Findings), invalid.Findings);
            case CreateOutcome.NameTaken taken:
                return Problems.Conflict($"'{taken.Name}' already exists in project '{taken.Project}'. Choose another name, or delete that cluster first.");
            case CreateOutcome.KeyReused:
                return Problems.Unprocessable("This Idempotency-Key was used with another body. Send a new key with a new request.");
            case CreateOutcome.Forbidden forbidden:
                return Problems.Forbidden($"You may not make clusters in project '{forbidden.Project}'.");
            case var outcome:
                throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}.");
        }
    }

    private static async Task<IResult> DeleteAsync(ClaimsPrincipal user, IClusters clusters, string idOrName, string? project, string? volumes, CancellationToken cancellationToken)
    {
        VolumePolicy? policy = volumes switch { null or "delete" => VolumePolicy.Delete, "keep" => VolumePolicy.Keep, _ => null };
        if (policy is null)
            return Problems.Invalid("volumes is 'keep' or 'delete'.");
        return await clusters.DeleteAsync(user.ToActor()!, idOrName, project, policy.Value, cancellationToken) switch
        {
            DeleteOutcome.Accepted accepted => Results.Accepted($"/api/v1/operations/{accepted.Operation}", new RemovalShape(accepted.Operation)),
            _ => Missing(idOrName),
        };
    }

    private static IResult Missing(string idOrName) => Problems.NotFound($"There is no cluster '{idOrName}'.");

    private static string Summary(IReadOnlyList<Finding> findings)
        => findings.FirstOrDefault(finding => finding.Severity == Severity.Error)?.Message ?? "See the findings.";
}

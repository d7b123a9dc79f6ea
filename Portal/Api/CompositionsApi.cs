using System.Security.Claims;
using System.Text.Json.Nodes;
using Dodas.Catalog.Compositions;
using Dodas.Deployer.Clusters;
using Dodas.Portal.Accounts;

namespace Dodas.Portal.Api;

/// <summary>Checking a composition without changing anything.</summary>
internal static class CompositionsApi
{
    public static void MapCompositions(this RouteGroupBuilder api)
        => api.MapPost("/compositions/validate", async (ClaimsPrincipal user, IClusters clusters, JsonNode? body, string? name, string? project, CancellationToken cancellationToken) =>
            {
                var (composition, findings) = CompositionReader.Read(body);
                if (composition is not null)
                    findings = [.. findings, .. (await clusters.CheckAsync(user.ToActor()!, composition, name, project, cancellationToken)).Findings];
                return Results.Ok(new ValidationShape(
                    !findings.Any(finding => finding.Severity == Severity.Error), [.. findings.Select(FindingShape.Of)]));
            })
            .WithSummary("Check a composition as a whole; ?name= and ?project= check the cluster's name too")
            .Accepts<Composition>("application/json").Produces<ValidationShape>().ProducesProblem(400);
}

using Dodas.Catalog.Blocks;
using Dodas.Catalog.Compositions;

namespace Dodas.Catalog.Planning;

/// <summary>Valid composition + place → plan. A pure function: the same input gives the same plan, and nothing is left to be looked up.</summary>
public static class Planner
{
    /// <summary>Makes the plan. Names are within helm's limits because the composition and the cluster's name were checked.</summary>
    public static Plan Plan(ValidComposition composition, ClusterPlace place)
    {
        IReadOnlyList<Placement> placements = [.. composition.Blocks.Select((block, i) => Placement.Of(i, block.Placed, block.Block))];
        var connections = Connections.Find(placements, composition.Bindings);
        return new Plan(place, [.. composition.Blocks.Zip(placements, (block, placement) => Release(block, placement, connections, place)).OrderBy(release => release.Wave)]);
    }

    private static PlannedRelease Release(ResolvedBlock block, Placement placement, Connections connections, ClusterPlace place) => new()
    {
        Block = placement.Name,
        Name = Wiring.ReleaseName(placement, place),
        Chart = block.Block.Chart,
        Wave = block.Wave,
        After = [.. connections.All.Where(connection => connection.User.Index == placement.Index && connection.Requirement.Min > 0).Select(connection => connection.Provider.Name).Distinct()],
        Values = Wiring.Values(placement, connections, place),
        Secrets = [.. (placement.Contract?.Secrets ?? []).Select(secret => Secret(secret, placement, place))],
        Endpoints = [.. (placement.Contract?.Endpoints ?? []).Select(endpoint => Endpoint(endpoint, placement, place))],
    };

    private static PlannedSecret Secret(SecretContract secret, Placement placement, ClusterPlace place) => new(
        secret.Name,
        Wiring.SecretName(placement, secret.Name, place),
        secret.Key,
        secret.GenerateBytes,
        secret.Derive is { } derive ? Derivation(derive, placement, place) : null,
        secret.Enter);

    private static PlannedDerivation Derivation(Derivation derive, Placement placement, ClusterPlace place) => new(
        derive.Rule,
        Wiring.SecretName(placement, derive.From, place),
        placement.Contract!.Secrets.First(secret => secret.Name == derive.From).Key,
        derive.With.ToDictionary(entry => entry.Key, entry => Wiring.Fill(placement, entry.Value, place), StringComparer.Ordinal));

    private static PlannedEndpoint Endpoint(EndpointContract endpoint, Placement placement, ClusterPlace place)
    {
        var secret = placement.Contract!.Secrets.FirstOrDefault(known => known.Name == endpoint.Secret);
        return new PlannedEndpoint(
            $"{placement.Name}-{endpoint.Name}",
            endpoint.Title,
            Wiring.Fill(placement, endpoint.Service, place),
            endpoint.Port,
            endpoint.Path,
            endpoint.Protocol,
            secret is null ? null : Wiring.SecretName(placement, secret.Name, place),
            secret?.Key);
    }
}

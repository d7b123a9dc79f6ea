using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Dodas.Catalog.Compositions;
using Dodas.Deployer.Clusters;

namespace Dodas.Portal.Api;

/// <summary>A finding: severity, JSON pointer into the composition, message, and a fix where there is one.</summary>
internal sealed record FindingShape(string Severity, string Path, string Message)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FixShape? Fix { get; init; }

    public static FindingShape Of(Finding finding) => new(finding.Severity.ToString().ToLowerInvariant(), finding.Path, finding.Message)
    {
        Fix = finding.Fix is { } fix ? new FixShape(fix.Title, fix.Patch) : null,
    };
}

/// <summary>A one-step mend: a title and a JSON Patch on the composition.</summary>
internal sealed record FixShape(string Title, JsonArray Patch);

/// <summary>What <c>POST /compositions/validate</c> gives.</summary>
internal sealed record ValidationShape(bool Valid, IReadOnlyList<FindingShape> Findings);

/// <summary>What <c>POST /clusters</c> takes: a name, and either a recipe or a composition.</summary>
internal sealed record ClusterRequestShape(string Name, string? Project, string? Target, string? Lifetime, string? Recipe, Composition? Composition);

/// <summary>What <c>POST /clusters</c> gives.</summary>
internal sealed record AcceptedShape(string Operation, ClusterNameShape Cluster);

/// <summary>A cluster's id and name.</summary>
internal sealed record ClusterNameShape(string Id, string Name);

/// <summary>What <c>DELETE /clusters/{idOrName}</c> gives.</summary>
internal sealed record RemovalShape(string Operation);

/// <summary>A cluster. <c>operation</c> is the id of the operation that runs, or of the last one that ran.</summary>
internal sealed record ClusterShape(
    string Id, string Name, string Project, string Owner, string Target, string Namespace, ClusterState State, Cause Cause,
    IReadOnlyList<ReleaseShape> Releases, IReadOnlyList<EndpointShape> Endpoints, string? Operation,
    DateTime CreatedAt, DateTime? ExpiresAt, DateTime? ObservedAt)
{
    public static ClusterShape Of(ClusterView cluster) => new(
        cluster.Id, cluster.Name, cluster.Project, cluster.Owner, cluster.Target, cluster.Namespace, cluster.State, cluster.Cause,
        [.. cluster.Releases.Select(ReleaseShape.Of)],
        [.. cluster.Endpoints.Select(endpoint => new EndpointShape(endpoint.Name, endpoint.Url))],
        cluster.Operation?.Id, cluster.CreatedAt, cluster.ExpiresAt, cluster.ObservedAt);
}

/// <summary>A Helm release of a cluster.</summary>
internal sealed record ReleaseShape(
    string Name, string Block, string Chart, string Version, int Revision, string HelmStatus, ClusterState State, Cause Cause)
{
    public static ReleaseShape Of(ReleaseView release) => new(
        release.Name, release.Block, release.Chart, release.Version, release.Revision, release.HelmStatus, release.State, release.Cause);
}

/// <summary>An address of a cluster.</summary>
internal sealed record EndpointShape(string Name, string Url);

/// <summary>An operation and its steps.</summary>
internal sealed record OperationShape(
    string Id, string Kind, string Cluster, OperationState State, string Cause, DateTime CreatedAt, DateTime? FinishedAt,
    IReadOnlyList<StepView> Steps)
{
    public static OperationShape Of(OperationView operation) => new(
        operation.Id, operation.Kind.ToString().ToLowerInvariant(), operation.Cluster, operation.State, operation.Cause,
        operation.CreatedAt, operation.FinishedAt, operation.Steps);
}

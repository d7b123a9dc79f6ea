using Dodas.Catalog;
using Dodas.Catalog.Compositions;
using Dodas.Catalog.Planning;

namespace Dodas.Deployer.Clusters;

/// <summary>The one door to clusters, for pages and API alike. Every call checks the acting person; what they may not see does not exist for them.</summary>
public interface IClusters
{
    /// <summary>Checks a composition as a whole, changes nothing: all rules, and when they hold, every release rendered by helm.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="composition">What to check.</param>
    /// <param name="name">The cluster's name, when it is to be checked too.</param>
    /// <param name="project">The project the name must be free in; null for the actor's own.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<CompositionCheck> CheckAsync(Actor actor, Composition composition, string? name, string? project, CancellationToken cancellationToken);

    /// <summary>Checks and records a new cluster and the operation that will make it; returns before helm runs.</summary>
    Task<CreateOutcome> CreateAsync(Actor actor, NewCluster cluster, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>Asks for a cluster to be removed; an operation that runs is cancelled first. Asking twice gives the same operation.</summary>
    Task<DeleteOutcome> DeleteAsync(Actor actor, string idOrName, string? project, VolumePolicy volumes, CancellationToken cancellationToken);

    /// <summary>One cluster by id, or by name within <paramref name="project"/> (null: the actor's own), or null.</summary>
    Task<ClusterView?> FindAsync(Actor actor, string idOrName, string? project, CancellationToken cancellationToken);

    /// <summary>The clusters the person may see, newest first; of one project when given.</summary>
    Task<Page<ClusterView>> ListAsync(Actor actor, string? project, PageRequest page, CancellationToken cancellationToken);

    /// <summary>One operation, or null.</summary>
    Task<OperationView?> OperationAsync(Actor actor, string id, CancellationToken cancellationToken);

    /// <summary>The operations of a cluster, newest first.</summary>
    Task<Page<OperationView>> OperationsAsync(Actor actor, string clusterId, PageRequest page, CancellationToken cancellationToken);

    /// <summary>The cluster now and after each change (at most one in 100 ms); ends when it is gone, or at once when there is none.</summary>
    IAsyncEnumerable<ClusterView> WatchAsync(Actor actor, string idOrName, string? project, CancellationToken cancellationToken);

    /// <summary>The person's clusters now and after each change to any of them (at most one list in 100 ms); never ends by itself.</summary>
    IAsyncEnumerable<IReadOnlyList<ClusterView>> WatchListAsync(Actor actor, string? project, CancellationToken cancellationToken);

    /// <summary>The secret that opens an endpoint, read from the target now; null when there is none. Each call is logged with who asked, never with the secret.</summary>
    Task<string?> RevealSecretAsync(Actor actor, string idOrName, string? project, string endpoint, CancellationToken cancellationToken);
}

/// <summary>A cluster to make. Exactly one of <see cref="Recipe"/> and <see cref="Composition"/> is set.</summary>
/// <param name="Name">At most 24 lower-case letters, digits and dashes, beginning with a letter.</param>
/// <param name="Project">Project, or null for the actor's own.</param>
/// <param name="Target">Target, or null for the only one.</param>
/// <param name="Lifetime">How long it is meant to live, or null for ever.</param>
/// <param name="Recipe">Id of a recipe, or null.</param>
/// <param name="Composition">A composition, or null.</param>
public sealed record NewCluster(string Name, string? Project, string? Target, TimeSpan? Lifetime, string? Recipe, Composition? Composition);

/// <summary>Makes a repeated request the same request, for 24 hours and per caller.</summary>
/// <param name="Key">What the caller chose, at most 255 characters.</param>
/// <param name="BodyHash">SHA-256 of the request body: the same key with another body is refused.</param>
public sealed record IdempotencyKey(string Key, string BodyHash);

/// <summary>What happens to volumes when a cluster is removed.</summary>
public enum VolumePolicy
{
    /// <summary>They go, with the data on them.</summary>
    Delete,

    /// <summary>They stay in the namespace.</summary>
    Keep,
}

/// <summary>A composition checked in full.</summary>
/// <param name="Findings">Everything found.</param>
/// <param name="Plan">What would be installed, or null when there are errors; its namespace is a placeholder until the cluster exists.</param>
/// <param name="Manifests">Release name → rendered YAML, empty when there are errors.</param>
public sealed record CompositionCheck(IReadOnlyList<Finding> Findings, Plan? Plan, IReadOnlyDictionary<string, string> Manifests)
{
    /// <summary>Nothing blocks.</summary>
    public bool IsValid => Plan is not null;
}

/// <summary>What asking for a cluster gave.</summary>
public abstract record CreateOutcome
{
    private CreateOutcome()
    {
    }

    /// <summary>It is recorded and will be carried out.</summary>
    public sealed record Accepted(string Operation, string Id, string Name) : CreateOutcome;

    /// <summary>It cannot be made like this; nothing was changed.</summary>
    public sealed record Invalid(IReadOnlyList<Finding> Findings) : CreateOutcome;

    /// <summary>The project has a cluster of this name.</summary>
    public sealed record NameTaken(string Name, string Project) : CreateOutcome;

    /// <summary>The key was used with another body.</summary>
    public sealed record KeyReused : CreateOutcome;

    /// <summary>The person may not use this project.</summary>
    public sealed record Forbidden(string Project) : CreateOutcome;
}

/// <summary>What asking for a removal gave.</summary>
public abstract record DeleteOutcome
{
    private DeleteOutcome()
    {
    }

    /// <summary>It will be carried out, or is already.</summary>
    public sealed record Accepted(string Operation) : DeleteOutcome;

    /// <summary>There is no such cluster, or it is gone already.</summary>
    public sealed record NotFound : DeleteOutcome;
}

using System.Text.Json.Nodes;

namespace Dodas.Deployer.Targets;

/// <summary>Names one object in a target.</summary>
/// <param name="ApiVersion">Such as <c>apps/v1</c>.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Namespace">Namespace, or null for a cluster-wide object.</param>
/// <param name="Name">Name.</param>
public sealed record ObjectReference(string ApiVersion, string Kind, string? Namespace, string Name);

/// <summary>One object as the target last told it. The document is shared: it is never changed.</summary>
/// <param name="Reference">What it is.</param>
/// <param name="Document">The object as JSON.</param>
public sealed record TargetObject(ObjectReference Reference, JsonObject Document);

/// <summary>What is known of one namespace of a target at one moment.</summary>
/// <param name="Namespace">Which one.</param>
/// <param name="Version">Goes up with every change of this snapshot, and never back.</param>
/// <param name="Objects">All objects of the watched kinds, events included.</param>
/// <param name="ReadAt">When the target was last known to be read (UTC), or null when it never was.</param>
/// <param name="Error">Why the target cannot be read now, or null when it can.</param>
public sealed record NamespaceSnapshot(string Namespace, long Version, IReadOnlyList<TargetObject> Objects, DateTime? ReadAt, string? Error)
{
    /// <summary>The kinds that are watched: an object of one of them that is not among <see cref="Objects"/> does not exist.</summary>
    public IReadOnlySet<KindName> Kinds { get; init; } = new HashSet<KindName>();
}

/// <summary>A Kubernetes cluster that the portal deploys to.</summary>
public interface ITarget
{
    /// <summary>Its name in the portal.</summary>
    string Name { get; }

    /// <summary>Path of the kubeconfig that helm gets.</summary>
    string KubeconfigPath { get; }

    /// <summary>Context in that file, or null for its current one.</summary>
    string? Context { get; }

    /// <summary>It is the simulated cluster that comes with the portal; pages mark it so.</summary>
    bool IsSandbox { get; }

    /// <summary>What is known of a namespace now. Never waits.</summary>
    NamespaceSnapshot Snapshot(string @namespace);

    /// <summary>Waits until the snapshot of a namespace has a version above <paramref name="version"/>.</summary>
    Task ChangedAsync(string @namespace, long version, CancellationToken cancellationToken);

    /// <summary>Sees to it that objects of these kinds are watched too, and returns when they are known; a kind the target does not serve, or that has no health, is left out.</summary>
    /// <exception cref="TargetException">The target cannot be asked what it serves; the message says why.</exception>
    Task WatchKindsAsync(IReadOnlyCollection<ObjectReference> objects, CancellationToken cancellationToken);

    /// <summary>Creates the namespace with these labels, and the one that marks it as the portal's, unless it is there; waits for one of the same name that is being deleted.</summary>
    /// <exception cref="TargetException">The target refused or cannot be reached; the message says why.</exception>
    Task EnsureNamespaceAsync(string @namespace, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken);

    /// <summary>The value of one key of a Secret, or null when either is missing.</summary>
    Task<string?> ReadSecretAsync(string @namespace, string name, string key, CancellationToken cancellationToken);

    /// <summary>Creates a Secret with one key unless it is there; an existing value is never overwritten. Gives the value that is in the target afterwards.</summary>
    Task<string> EnsureSecretAsync(string @namespace, string name, string key, string value, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken);

    /// <summary>Deletes what matches the label selector among Secrets of a namespace.</summary>
    Task DeleteSecretsAsync(string @namespace, string labelSelector, CancellationToken cancellationToken);

    /// <summary>Deletes the PersistentVolumeClaims of a namespace, all of them or those that match a label selector.</summary>
    Task DeleteVolumeClaimsAsync(string @namespace, string? labelSelector, CancellationToken cancellationToken);

    /// <summary>Deletes a namespace and all in it and returns when it is gone; nothing happens when it is not there.</summary>
    Task DeleteNamespaceAsync(string @namespace, CancellationToken cancellationToken);
}

/// <summary>The target refused something or cannot be reached. The message is for people.</summary>
public sealed class TargetException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The targets there are.</summary>
public interface ITargets
{
    /// <summary>The target of this name, or null.</summary>
    ITarget? Find(string name);

    /// <summary>The target that new clusters go to.</summary>
    ITarget Default { get; }
}

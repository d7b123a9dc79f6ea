using System.Text.Json.Nodes;

namespace Dodas.Sandbox.Storage;

/// <summary>A served resource without its version, such as <c>apps/deployments</c>; the core group is the empty string.</summary>
/// <param name="Group">API group, empty for core.</param>
/// <param name="Plural">Plural resource name, such as <c>deployments</c>.</param>
public readonly record struct GroupResource(string Group, string Plural);

/// <summary>The identity of one object.</summary>
/// <param name="Resource">What it is.</param>
/// <param name="Namespace">Its namespace, or null for a cluster-scoped object.</param>
/// <param name="Name">Its name.</param>
public readonly record struct ObjectKey(GroupResource Resource, string? Namespace, string Name);

/// <summary>How an object changed.</summary>
public enum ChangeType
{
    /// <summary>It did not exist before.</summary>
    Added,

    /// <summary>It existed before.</summary>
    Modified,

    /// <summary>It is gone; the object is its last state.</summary>
    Deleted,
}

/// <summary>One change, in the order of resource versions.</summary>
/// <param name="Type">How the object changed.</param>
/// <param name="Key">Which object.</param>
/// <param name="Current">The object after the change; treat it as immutable.</param>
/// <param name="Previous">The object before the change, or null when it was added.</param>
/// <param name="ResourceVersion">The version this change made.</param>
public sealed record ObjectChange(ChangeType Type, ObjectKey Key, JsonObject Current, JsonObject? Previous, long ResourceVersion);

/// <summary>
/// The objects of the cluster as JSON documents in their storage version, with one resource version for the whole store as etcd has.
/// Documents handed out are shared: they are never changed, a writer makes a copy.
/// </summary>
public interface IObjectStore
{
    /// <summary>The object, or null.</summary>
    JsonObject? Find(ObjectKey key);

    /// <summary>The objects of a resource in one namespace, or in all when null, ordered by namespace and name.</summary>
    IReadOnlyList<JsonObject> List(GroupResource resource, string? @namespace = null);

    /// <summary>
    /// Stores a new object; fills uid, creationTimestamp, resourceVersion and generation.
    /// </summary>
    /// <exception cref="StatusException">AlreadyExists (409).</exception>
    JsonObject Create(ObjectKey key, JsonObject document);

    /// <summary>
    /// Reads, changes and writes one object in one step. <paramref name="change"/> gets a private copy it may alter and returns true when it did;
    /// generation goes up when <c>spec</c> changed. Gives the stored object, or null when there is none.
    /// </summary>
    JsonObject? Update(ObjectKey key, Func<JsonObject, bool> change);

    /// <summary>
    /// Asks for deletion as the API does: an object with finalizers or (a pod) a grace period gets a deletionTimestamp first; otherwise it goes at once.
    /// </summary>
    /// <param name="key">Which object.</param>
    /// <param name="gracePeriodSeconds">0 deletes a pod at once; null takes the object's own.</param>
    /// <param name="propagation">Background, Foreground or Orphan; null takes Background.</param>
    void Delete(ObjectKey key, long? gracePeriodSeconds = null, string? propagation = null);

    /// <summary>
    /// All changes from now on, in order. The reader must keep up; it never blocks writers.
    /// </summary>
    IAsyncEnumerable<ObjectChange> WatchAsync(CancellationToken cancellationToken);
}

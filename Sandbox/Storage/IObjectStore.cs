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
public sealed class ObjectChange
{
    private readonly StoredObject current;
    private readonly StoredObject? previous;

    internal ObjectChange(ChangeType type, ObjectKey key, StoredObject current, StoredObject? previous)
    {
        Type = type;
        Key = key;
        this.current = current;
        this.previous = previous;
    }

    /// <summary>How the object changed.</summary>
    public ChangeType Type { get; }

    /// <summary>Which object.</summary>
    public ObjectKey Key { get; }

    /// <summary>The object after the change (its last state when deleted); treat it as immutable.</summary>
    public JsonObject Current => current.Document;

    /// <summary>The object before the change, or null when it was added; treat it as immutable.</summary>
    public JsonObject? Previous => previous?.Document;

    /// <summary>The version this change made; versions have no gaps.</summary>
    public long ResourceVersion => current.ResourceVersion;

    /// <summary><see cref="Current"/> as UTF-8 JSON.</summary>
    internal byte[] Utf8 => current.Utf8;

    /// <summary><see cref="Current"/> as it is stored.</summary>
    internal StoredObject Stored => current;
}

/// <summary>
/// The objects of the cluster as JSON documents in their storage version, with one resource version for the whole store as etcd has.
/// Documents handed out are shared: they are never changed, a writer makes a copy.
/// </summary>
public interface IObjectStore
{
    /// <summary>The version of the latest change.</summary>
    long ResourceVersion { get; }

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
    /// Reads, changes and writes one object in one step: nothing else is written meanwhile, so keep it short and never await in it. <paramref name="change"/> gets a private copy it may alter and returns true when it did;
    /// generation goes up when <c>spec</c> changed. An object that is being deleted goes when its last finalizer does.
    /// A write that changes nothing keeps the resource version. Gives the stored object (its last state when that removed it), or null when there is none.
    /// </summary>
    JsonObject? Update(ObjectKey key, Func<JsonObject, bool> change);

    /// <summary>
    /// Asks for deletion as the API does: an object with finalizers or (a pod) a grace period gets a deletionTimestamp first; otherwise it goes at once.
    /// </summary>
    /// <param name="key">Which object.</param>
    /// <param name="gracePeriodSeconds">0 deletes a pod at once; null takes the object's own.</param>
    /// <param name="propagation">Background, Foreground or Orphan; null takes Background.</param>
    /// <returns>The object as it now is, or its last state when it is gone; null when there was none.</returns>
    JsonObject? Delete(ObjectKey key, long? gracePeriodSeconds = null, string? propagation = null);

    /// <summary>
    /// All changes from this call on (not from the first read), in order. The reader never blocks writers.
    /// </summary>
    /// <exception cref="StatusException">Expired (410), while reading: the reader fell behind the kept history; list again and start a new watch.</exception>
    IAsyncEnumerable<ObjectChange> WatchAsync(CancellationToken cancellationToken);
}

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Dodas.Sandbox.Storage;

/// <summary>
/// The objects in memory, with one resource version for all, a bounded history for watches, and optionally a file behind it.
/// A write is visible at once; <see cref="WhenDurableAsync"/> says when it is safe.
/// </summary>
public sealed class ObjectStore : IObjectStore, IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<GroupResource, ResourceObjects> resources = [];
    private readonly IDurableLog durable;
    private readonly TimeProvider time;

    private ObjectStore(IDurableLog durable, IEnumerable<(ObjectKey Key, StoredObject Item)> objects, long resourceVersion, TimeProvider time)
    {
        this.durable = durable;
        this.time = time;
        Changes = new ChangeLog(resourceVersion);
        foreach (var (key, item) in objects)
            resources[key.Resource] = Of(key.Resource).With(key.Namespace, key.Name, item);
    }

    /// <inheritdoc/>
    public long ResourceVersion => Changes.ResourceVersion;

    /// <summary>The history for watches.</summary>
    internal ChangeLog Changes { get; }

    /// <summary>Opens a store.</summary>
    /// <param name="file">The SQLite file, made when it is missing; null keeps everything in memory.</param>
    /// <param name="time">Where creation and deletion times come from.</param>
    /// <exception cref="IOException">The file cannot be used.</exception>
    public static ObjectStore Open(string? file, TimeProvider time)
    {
        if (file is null)
            return new(new NoDurableLog(), [], 0, time);
        var (log, objects, version) = SqliteLog.Open(file);
        return new(log, objects, version, time);
    }

    /// <inheritdoc/>
    public JsonObject? Find(ObjectKey key) => FindStored(key)?.Document;

    /// <inheritdoc/>
    public IReadOnlyList<JsonObject> List(GroupResource resource, string? @namespace = null)
    {
        var (objects, _) = Snapshot(resource);
        return [.. objects.In(@namespace).Select(item => item.Document)];
    }

    /// <inheritdoc/>
    public JsonObject Create(ObjectKey key, JsonObject document)
    {
        lock (gate)
        {
            if (Of(key.Resource).Find(key.Namespace, key.Name) is not null)
                throw AlreadyExists(key);
            document = (JsonObject)document.DeepClone();
            var metadata = document["metadata"] as JsonObject;
            if (metadata is null)
                document["metadata"] = metadata = [];
            metadata["name"] = key.Name;
            if (key.Namespace is not null)
                metadata["namespace"] = key.Namespace;
            metadata["uid"] ??= Guid.NewGuid().ToString();
            metadata["creationTimestamp"] ??= Lifecycle.Timestamp(time.GetUtcNow());
            if (Lifecycle.HasGeneration(key.Resource, document))
                metadata["generation"] = 1;
            else
                metadata.Remove("generation");
            return Put(ChangeType.Added, key, document, null).Document;
        }
    }

    /// <inheritdoc/>
    public JsonObject? Update(ObjectKey key, Func<JsonObject, bool> change)
    {
        lock (gate)
        {
            if (FindStored(key) is not { } stored)
                return null;
            var copy = stored.Copy();
            if (!change(copy))
                return stored.Document;
            KeepIdentity(stored.Document, copy);
            if (Lifecycle.HasGeneration(key.Resource, copy) && Lifecycle.ChangesGeneration(key.Resource, stored.Document, copy))
                copy["metadata"]!["generation"] = Number(stored.Document["metadata"]?["generation"]) + 1;
            if (Lifecycle.MayGo(copy))
                return Put(ChangeType.Deleted, key, copy, stored).Document;
            return StoredObject.Serialize(copy).AsSpan().SequenceEqual(stored.Utf8)
                ? stored.Document
                : Put(ChangeType.Modified, key, copy, stored).Document;
        }
    }

    /// <inheritdoc/>
    public JsonObject? Delete(ObjectKey key, long? gracePeriodSeconds = null, string? propagation = null)
    {
        lock (gate)
        {
            if (FindStored(key) is not { } stored)
                return null;
            var copy = stored.Copy();
            if (!Lifecycle.MarkDeleted(key, copy, gracePeriodSeconds, propagation, time.GetUtcNow()))
                return Put(ChangeType.Deleted, key, copy, stored).Document;
            return StoredObject.Serialize(copy).AsSpan().SequenceEqual(stored.Utf8)
                ? stored.Document
                : Put(ChangeType.Modified, key, copy, stored).Document;
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ObjectChange> WatchAsync(CancellationToken cancellationToken) => WatchAsync(ResourceVersion, cancellationToken);

    /// <summary>Ends when everything that is visible now is safe against the end of the process.</summary>
    /// <exception cref="IOException">The file could not be written.</exception>
    public Task WhenDurableAsync(CancellationToken cancellationToken) => durable.WhenDurableAsync(ResourceVersion, cancellationToken);

    /// <summary>Writes what is left and closes the file.</summary>
    public ValueTask DisposeAsync() => durable.DisposeAsync();

    /// <summary>The object as it is stored, or null.</summary>
    internal StoredObject? FindStored(ObjectKey key)
    {
        lock (gate)
            return Of(key.Resource).Find(key.Namespace, key.Name);
    }

    /// <summary>All objects of a resource and the version that this picture is of.</summary>
    internal (ResourceObjects Objects, long ResourceVersion) Snapshot(GroupResource resource)
    {
        lock (gate)
            return (Of(resource), ResourceVersion);
    }

    private static StatusException AlreadyExists(ObjectKey key)
    {
        var resource = key.Resource.Group.Length == 0 ? key.Resource.Plural : $"{key.Resource.Plural}.{key.Resource.Group}";
        var details = new JsonObject { ["name"] = key.Name, ["kind"] = key.Resource.Plural };
        if (key.Resource.Group.Length > 0)
            details["group"] = key.Resource.Group;
        return new(409, "AlreadyExists", $"{resource} \"{key.Name}\" already exists", details);
    }

    private static long Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<long>(out var number) ? number : 0;

    private static void KeepIdentity(JsonObject before, JsonObject after)
    {
        var old = before["metadata"]!.AsObject();
        if (after["metadata"] is not JsonObject metadata)
            after["metadata"] = metadata = [];
        foreach (var field in (ReadOnlySpan<string>)["name", "namespace", "uid", "creationTimestamp", "resourceVersion", "generation"])
        {
            if (JsonNode.DeepEquals(old[field], metadata[field]))
                continue;
            if (old[field] is { } value)
                metadata[field] = value.DeepClone();
            else
                metadata.Remove(field);
        }
    }

    private async IAsyncEnumerable<ObjectChange> WatchAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in Changes.ReadAsync(after, Timeout.InfiniteTimeSpan, time, cancellationToken))
        {
            foreach (var change in batch)
                yield return change;
        }
    }

    private StoredObject Put(ChangeType type, ObjectKey key, JsonObject document, StoredObject? before)
    {
        var version = Changes.ResourceVersion + 1;
        document["metadata"]!["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture);
        var stored = new StoredObject(StoredObject.Serialize(document), version);
        resources[key.Resource] = type == ChangeType.Deleted
            ? Of(key.Resource).Without(key.Namespace, key.Name)
            : Of(key.Resource).With(key.Namespace, key.Name, stored);
        before?.Supersede();
        durable.Enqueue(key, type == ChangeType.Deleted ? null : stored.Utf8, version);
        Changes.Append(new ObjectChange(type, key, stored, before));
        if (type == ChangeType.Deleted)
            stored.Supersede();
        return stored;
    }

    private ResourceObjects Of(GroupResource resource) => resources.GetValueOrDefault(resource, ResourceObjects.Empty);
}

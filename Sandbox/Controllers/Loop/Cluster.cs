using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Loop;

/// <summary>What controllers share: the store with an index that knows their own writes at once, the queue, the clock and the recorder of events.</summary>
internal sealed class Cluster
{
    private readonly IObjectStore _store;

    public Cluster(IObjectStore store, SimulationOptions options, TimeProvider time, WorkQueue queue)
    {
        _store = store;
        Options = options;
        Time = time;
        Queue = queue;
        Events = new EventRecorder(this);
        Known = new KnownKinds(store);
    }

    public SimulationOptions Options { get; }

    public TimeProvider Time { get; }

    public WorkQueue Queue { get; }

    public ObjectIndex Index { get; } = new();

    public EventRecorder Events { get; }

    /// <summary>The version of the last change that was taken in.</summary>
    public long Seen { get; set; }

    public KnownKinds Known { get; }

    public JsonObject? Find(ObjectKey key) => Index.Find(key);

    public IReadOnlyList<JsonObject> List(GroupResource resource) => _store.List(resource);

    /// <summary>Stores a new object.</summary>
    /// <exception cref="StatusException">It exists (409) or admission refuses it (403, 422).</exception>
    public JsonObject Create(ObjectKey key, JsonObject document)
    {
        var stored = _store.Create(key, document);
        Index.Put(key, stored);
        return stored;
    }

    /// <summary>
    /// Changes an object, unless it is gone or replaced by another of the same name since <paramref name="known"/> was read. Gives the stored object, or null.
    /// </summary>
    public JsonObject? Update(ObjectKey key, JsonObject known, Func<JsonObject, bool> change)
    {
        var uid = known.Uid();
        var stored = _store.Update(key, document => document.Uid() == uid && change(document));
        if (stored is null)
            return null;
        // Taking the last finalizer off an object that is being deleted removes it.
        if (stored.IsDeleting() && _store.Find(key)?.Uid() != uid)
        {
            Index.Remove(key, uid);
            return null;
        }

        Index.Put(key, stored);
        return stored.Uid() == uid ? stored : null;
    }

    /// <summary>
    /// Replaces the status when it differs. True when it was written; false also when somebody else has changed the object since:
    /// that change is on its way and brings another look, so nobody's write is lost.
    /// </summary>
    public bool SetStatus(ObjectKey key, JsonObject known, JsonObject status)
    {
        if (JsonNode.DeepEquals(known["status"], status))
            return false;
        var written = false;
        Update(key, known, document =>
        {
            written = document.Version() == known.Version();
            if (written)
                document["status"] = status.DeepClone();
            return written;
        });
        return written;
    }

    /// <summary>Asks for the deletion of this object, not of another that has taken its name since.</summary>
    public void Delete(ObjectKey key, JsonObject known, long? gracePeriodSeconds = null, string? propagation = null)
    {
        var uid = known.Uid();
        if (_store.Find(key)?.Uid() == uid)
            _store.Delete(key, gracePeriodSeconds, propagation);
        var left = _store.Find(key);
        if (left is null || left.Uid() != uid)
            Index.Remove(key, uid);
        else
            Index.Put(key, left);
    }
}

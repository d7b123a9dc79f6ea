using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Tests.Controllers;

/// <summary>A store whose admission refuses every pod.</summary>
internal sealed class RefusingStore(string message) : IObjectStore
{
    private readonly ObjectStore _inner = ObjectStore.Open(null, TimeProvider.System);

    public long ResourceVersion => _inner.ResourceVersion;

    public JsonObject? Find(ObjectKey key) => _inner.Find(key);

    public IReadOnlyList<JsonObject> List(GroupResource resource, string? @namespace = null) => _inner.List(resource, @namespace);

    public JsonObject Create(ObjectKey key, JsonObject document) =>
        key.Resource == Kinds.Pods ? throw new StatusException(403, "Forbidden", message) : _inner.Create(key, document);

    public JsonObject? Update(ObjectKey key, Func<JsonObject, bool> change) => _inner.Update(key, change);

    public JsonObject? Delete(ObjectKey key, long? gracePeriodSeconds = null, string? propagation = null) => _inner.Delete(key, gracePeriodSeconds, propagation);

    public IAsyncEnumerable<ObjectChange> WatchAsync(CancellationToken cancellationToken) => _inner.WatchAsync(cancellationToken);
}

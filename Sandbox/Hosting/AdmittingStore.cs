using System.Text.Json.Nodes;
using Dodas.Sandbox.Access;
using Dodas.Sandbox.Admission;
using Dodas.Sandbox.Resources;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Hosting;

/// <summary>The store as the controllers see it: what they create is defaulted and admitted as if it came through the API.</summary>
internal sealed class AdmittingStore(ObjectStore store, ResourceRegistry registry, IReadOnlyList<IAdmission> admissions) : IObjectStore
{
    private static readonly UserInfo Controllers = new("system:kube-controller-manager", ["system:masters", "system:authenticated"]);

    /// <inheritdoc/>
    public long ResourceVersion => store.ResourceVersion;

    /// <inheritdoc/>
    public JsonObject? Find(ObjectKey key) => store.Find(key);

    /// <inheritdoc/>
    public IReadOnlyList<JsonObject> List(GroupResource resource, string? @namespace = null) => store.List(resource, @namespace);

    /// <inheritdoc/>
    public JsonObject Create(ObjectKey key, JsonObject document)
    {
        if (registry.FindStored(key.Resource) is not { } kind)
            return store.Create(key, document);
        var copy = (JsonObject)document.DeepClone();
        copy["apiVersion"] ??= kind.ApiVersion;
        copy["kind"] ??= kind.Kind;
        if (copy["metadata"] is not JsonObject metadata)
            copy["metadata"] = metadata = [];
        metadata["name"] = key.Name;
        if (key.Namespace is not null)
            metadata["namespace"] = key.Namespace;
        metadata["uid"] ??= Guid.NewGuid().ToString();
        var status = copy["status"]?.DeepClone();
        Defaults.Apply(kind, copy);
        foreach (var admission in admissions)
            admission.Admit(new Write(kind, key.Namespace, copy, null, null, Controllers, static _ => { }));

        // A controller may begin an object with its status, which a client may not.
        if (status is not null)
            copy["status"] = status;
        return store.Create(key, copy);
    }

    /// <inheritdoc/>
    public JsonObject? Update(ObjectKey key, Func<JsonObject, bool> change) => store.Update(key, change);

    /// <inheritdoc/>
    public JsonObject? Delete(ObjectKey key, long? gracePeriodSeconds = null, string? propagation = null) => store.Delete(key, gracePeriodSeconds, propagation);

    /// <inheritdoc/>
    public IAsyncEnumerable<ObjectChange> WatchAsync(CancellationToken cancellationToken) => store.WatchAsync(cancellationToken);
}

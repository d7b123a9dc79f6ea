using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Lifecycle;

/// <summary>
/// Deletes what has lost its last owner, lets foreground deletion wait for the dependents, and frees the dependents of an orphaning deletion
/// (pkg/controller/garbagecollector).
/// </summary>
internal sealed class GarbageCollector(Cluster cluster) : Controller(cluster)
{
    private const string Foreground = "foregroundDeletion";
    private const string Orphan = "orphan";

    public override void Observe(Change change)
    {
        if (change.Resource == Kinds.Events)
            return;
        if (change.Type == ChangeType.Deleted)
        {
            foreach (var (key, _) in Cluster.Index.OwnedBy(change.Current.Uid()))
                Enqueue(key);
            // An owner in foreground deletion may have waited for this one.
            foreach (var reference in change.Current.OwnerReferences())
                EnqueueOwner(reference);
            return;
        }

        // Most changes are of a status; only those of owners and of deletion matter here.
        var metadata = change.Current.Map("metadata");
        if (metadata?["ownerReferences"] is null && metadata?["deletionTimestamp"] is null)
            return;
        if (change.Previous.Map("metadata") is { } before && (metadata["deletionTimestamp"] is null) == (before["deletionTimestamp"] is null)
            && JsonNode.DeepEquals(before["ownerReferences"], metadata["ownerReferences"]) && JsonNode.DeepEquals(before["finalizers"], metadata["finalizers"]))
            return;
        if (metadata?["ownerReferences"] is not null)
        {
            Enqueue(change.Key);
            foreach (var reference in change.Current.OwnerReferences())
                EnqueueOwner(reference);
        }

        if (metadata?["deletionTimestamp"] is not null)
            Enqueue(change.Key);
    }

    public override void Reconcile(ObjectKey key)
    {
        if (Cluster.Find(key) is not { } document)
            return;
        if (document.IsDeleting())
        {
            if (document.Finalizers().Contains(Orphan))
                FreeDependents(key, document);
            else if (document.Finalizers().Contains(Foreground))
                DeleteDependents(key, document);
            return;
        }

        var references = document.OwnerReferences().ToList();
        if (references.Count == 0)
            return;
        var owners = references.Select(reference => (Reference: reference, State: StateOf(key, reference))).ToList();
        if (owners.Any(owner => owner.State == OwnerState.Unknown))
            return;
        if (owners.Any(owner => owner.State == OwnerState.Solid))
        {
            RemoveReferences(key, document, [.. owners.Where(owner => owner.State != OwnerState.Solid).Select(owner => owner.Reference.Text("uid") ?? "")]);
            return;
        }

        var waits = owners.Any(owner => owner.State == OwnerState.WaitingForDependents);
        var policy = waits && Cluster.Index.OwnedBy(document.Uid()).Count > 0 ? "Foreground" : document.Finalizers().Contains(Orphan) ? "Orphan" : "Background";
        Cluster.Delete(key, document, propagation: policy);
    }

    private enum OwnerState
    {
        Solid,
        WaitingForDependents,
        Absent,
        Unknown,
    }

    private OwnerState StateOf(ObjectKey dependent, JsonObject reference)
    {
        if (Cluster.Index.FindUid(reference.Text("uid") ?? "") is { } key && Cluster.Find(key) is { } owner)
        {
            // An owner in another namespace is no owner.
            if (key.Namespace is not null && key.Namespace != dependent.Namespace)
                return OwnerState.Absent;
            return owner.IsDeleting() && owner.Finalizers().Contains(Foreground) ? OwnerState.WaitingForDependents : OwnerState.Solid;
        }

        // A kind that nobody serves (yet) cannot be looked up: keep the dependent, as the real collector does.
        return Cluster.Known.Find(reference.Text("apiVersion") ?? "", reference.Text("kind") ?? "") is null ? OwnerState.Unknown : OwnerState.Absent;
    }

    private void FreeDependents(ObjectKey key, JsonObject owner)
    {
        foreach (var (dependent, document) in Cluster.Index.OwnedBy(owner.Uid()))
            RemoveReferences(dependent, document, [owner.Uid()]);
        Cluster.Update(key, owner, copy => copy.RemoveFinalizer(Orphan));
    }

    private void DeleteDependents(ObjectKey key, JsonObject owner)
    {
        var dependents = Cluster.Index.OwnedBy(owner.Uid());
        foreach (var (dependent, document) in dependents)
        {
            if (!document.IsDeleting())
                Enqueue(dependent);
        }

        var blocking = dependents.Any(dependent => dependent.Document.OwnerReferences().Any(reference => reference.Text("uid") == owner.Uid() && reference.Flag("blockOwnerDeletion")));
        if (!blocking)
            Cluster.Update(key, owner, copy => copy.RemoveFinalizer(Foreground));
    }

    private void RemoveReferences(ObjectKey key, JsonObject document, IReadOnlyList<string> uids)
    {
        if (uids.Count == 0)
            return;
        Cluster.Update(key, document, copy =>
        {
            if (copy.At("metadata", "ownerReferences") is not JsonArray references)
                return false;
            var gone = references.OfType<JsonObject>().Where(reference => uids.Contains(reference.Text("uid") ?? "")).ToList();
            foreach (var reference in gone)
                references.Remove(reference);
            if (references.Count == 0)
                copy.Ensure("metadata").Remove("ownerReferences");
            return gone.Count > 0;
        });
    }

    private void EnqueueOwner(JsonObject reference)
    {
        if (Cluster.Index.FindUid(reference.Text("uid") ?? "") is { } owner && Cluster.Find(owner).IsDeleting())
            Enqueue(owner);
    }
}

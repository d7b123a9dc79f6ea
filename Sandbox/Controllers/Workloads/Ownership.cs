using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Workloads;

/// <summary>Which objects a controller owns: it adopts those its selector fits that nobody controls, and lets go of those it no longer fits.</summary>
internal static class Ownership
{
    /// <summary>The objects of a resource that <paramref name="owner"/> controls, after adopting and releasing.</summary>
    public static List<JsonObject> Claim(this Cluster cluster, GroupResource resource, JsonObject owner, string apiVersion, string kind, Selector selector)
    {
        var owned = new List<JsonObject>();
        foreach (var (key, document) in cluster.Index.OwnedBy(owner.Uid(), resource))
        {
            if (!document.IsControlledBy(owner))
                continue;
            if (selector.Matches(document) || owner.IsDeleting() || document.IsDeleting())
                owned.Add(document);
            else
                Release(cluster, key, document, owner);
        }

        if (owner.IsDeleting() || owner.Namespace() is not { } @namespace)
            return owned;
        foreach (var (key, document) in cluster.Index.Matching(resource, @namespace, selector).ToList())
        {
            if (document.ControllerReference() is not null || document.IsDeleting() || (resource == Kinds.Pods && document.IsFinished()))
                continue;
            var adopted = cluster.Update(key, document, copy => Adopt(copy, owner, apiVersion, kind));
            if (adopted is not null && adopted.IsControlledBy(owner))
                owned.Add(adopted);
        }

        return owned;
    }

    /// <summary>The owners of a resource and kind whose selector fits an object that nobody controls.</summary>
    public static IEnumerable<ObjectKey> Adopters(this Cluster cluster, GroupResource resource, Change orphan) =>
        orphan.Type == ChangeType.Deleted || orphan.Current.ControllerReference() is not null || orphan.Key.Namespace is not { } @namespace
            || orphan.Current.Map("metadata", "labels") is null
            ? []
            : cluster.Index.In(@namespace, resource).Where(owner => Selector.Of(owner.Document.At("spec", "selector")) is { IsEmpty: false } selector && selector.Matches(orphan.Current)).Select(owner => owner.Key);

    private static bool Adopt(JsonObject document, JsonObject owner, string apiVersion, string kind)
    {
        if (document.ControllerReference() is not null || document.IsDeleting())
            return false;
        var metadata = document.Ensure("metadata");
        if (metadata["ownerReferences"] is not JsonArray references)
            metadata["ownerReferences"] = references = [];
        foreach (var other in references.OfType<JsonObject>().Where(reference => reference.Text("uid") == owner.Uid()).ToList())
            references.Remove(other);
        references.Add(Owners.ReferenceTo(owner, apiVersion, kind));
        return true;
    }

    private static void Release(Cluster cluster, ObjectKey key, JsonObject document, JsonObject owner) => cluster.Update(key, document, copy =>
    {
        if (copy.At("metadata", "ownerReferences") is not JsonArray references)
            return false;
        foreach (var reference in references.OfType<JsonObject>().Where(reference => reference.Text("uid") == owner.Uid()).ToList())
            references.Remove(reference);
        if (references.Count == 0)
            copy.Ensure("metadata").Remove("ownerReferences");
        return true;
    });
}

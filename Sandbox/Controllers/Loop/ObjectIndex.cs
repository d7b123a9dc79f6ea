using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Loop;

/// <summary>
/// The objects by what controllers look them up by: resource, namespace, uid, owner, label and (pods) claim. It holds the store's own documents, not copies.
/// </summary>
internal sealed class ObjectIndex
{
    private readonly Dictionary<ObjectKey, JsonObject> _objects = [];
    private readonly Dictionary<string, ObjectKey> _byUid = [];
    private readonly Dictionary<GroupResource, HashSet<ObjectKey>> _byResource = [];
    private readonly Dictionary<string, HashSet<ObjectKey>> _byNamespace = [];
    private readonly Dictionary<string, HashSet<ObjectKey>> _byOwner = [];
    private readonly Dictionary<(GroupResource, string, string, string), HashSet<ObjectKey>> _byLabel = [];
    private readonly Dictionary<(string, string), HashSet<ObjectKey>> _byClaim = [];
    private readonly HashSet<string> _gone = [];

    public JsonObject? Find(ObjectKey key) => _objects.GetValueOrDefault(key);

    public ObjectKey? FindUid(string uid) => _byUid.TryGetValue(uid, out var key) ? key : null;

    /// <summary>All objects of a resource, ordered by namespace and name.</summary>
    public IReadOnlyList<(ObjectKey Key, JsonObject Document)> All(GroupResource resource) => Resolve(_byResource.GetValueOrDefault(resource), null);

    /// <summary>Everything in a namespace.</summary>
    public IReadOnlyList<(ObjectKey Key, JsonObject Document)> In(string @namespace, GroupResource? resource = null) =>
        Resolve(_byNamespace.GetValueOrDefault(@namespace), resource);

    /// <summary>The objects that name this uid as an owner.</summary>
    public IReadOnlyList<(ObjectKey Key, JsonObject Document)> OwnedBy(string uid, GroupResource? resource = null) =>
        Resolve(_byOwner.GetValueOrDefault(uid), resource);

    /// <summary>The pods that mount a claim.</summary>
    public IReadOnlyList<(ObjectKey Key, JsonObject Document)> UsersOf(string @namespace, string claim) =>
        Resolve(_byClaim.GetValueOrDefault((@namespace, claim)), Kinds.Pods);

    /// <summary>The objects of a resource in a namespace that a selector fits; an indexed label narrows the search when it has one.</summary>
    public IEnumerable<(ObjectKey Key, JsonObject Document)> Matching(GroupResource resource, string @namespace, Selector selector)
    {
        IReadOnlyList<(ObjectKey Key, JsonObject Document)> candidates;
        if (selector.Labels.Count > 0)
        {
            var smallest = selector.Labels.Select(label => _byLabel.GetValueOrDefault((resource, @namespace, label.Key, label.Value)))
                .MinBy(keys => keys?.Count ?? 0);
            candidates = Resolve(smallest, resource);
        }
        else
        {
            candidates = In(@namespace, resource);
        }

        return candidates.Where(candidate => selector.Matches(candidate.Document));
    }

    /// <summary>Takes up a state of an object unless a newer one is known.</summary>
    public void Put(ObjectKey key, JsonObject document)
    {
        if (key.Resource == Kinds.Events)
        {
            PutEvent(key, document);
            return;
        }

        if (_gone.Contains(document.Uid()))
            return;
        if (_objects.TryGetValue(key, out var existing))
        {
            if (existing.Version() >= document.Version())
                return;
            Unlink(key, existing);
        }

        _objects[key] = document;
        Link(key, document);
    }

    // Events are many and nobody looks one up but by its key: their text stays unread, which halves what they cost.
    private void PutEvent(ObjectKey key, JsonObject document)
    {
        _objects[key] = document;
        Add(_byNamespace, key.Namespace ?? "", key);
    }

    /// <summary>Forgets an object that a write of ours has removed; its changes that are still on their way must not bring it back.</summary>
    public void Remove(ObjectKey key, string uid)
    {
        if (key.Resource != Kinds.Events)
            _gone.Add(uid);
        Drop(key, uid);
    }

    /// <summary>Takes up a change from the watch.</summary>
    public void Apply(ObjectChange change)
    {
        if (change.Type == ChangeType.Deleted && change.Key.Resource == Kinds.Events)
        {
            DropEvent(change.Key);
        }
        else if (change.Type == ChangeType.Deleted)
        {
            Drop(change.Key, change.Current.Uid());
            _gone.Remove(change.Current.Uid());
        }
        else
        {
            Put(change.Key, change.Current);
        }
    }

    private void DropEvent(ObjectKey key)
    {
        _objects.Remove(key);
        Take(_byNamespace, key.Namespace ?? "", key);
    }

    private void Drop(ObjectKey key, string uid)
    {
        if (key.Resource == Kinds.Events)
        {
            DropEvent(key);
            return;
        }

        if (!_objects.TryGetValue(key, out var existing) || existing.Uid() != uid)
            return;
        _objects.Remove(key);
        Unlink(key, existing);
    }

    private void Link(ObjectKey key, JsonObject document)
    {
        _byUid[document.Uid()] = key;
        Add(_byResource, key.Resource, key);
        if (key.Namespace is { } @namespace)
            Add(_byNamespace, @namespace, key);
        foreach (var owner in document.OwnerReferences())
            Add(_byOwner, owner.Text("uid") ?? "", key);
        foreach (var label in Labels(key, document))
            Add(_byLabel, label, key);
        foreach (var claim in Claims(key, document))
            Add(_byClaim, claim, key);
    }

    private void Unlink(ObjectKey key, JsonObject document)
    {
        _byUid.Remove(document.Uid());
        Take(_byResource, key.Resource, key);
        if (key.Namespace is { } @namespace)
            Take(_byNamespace, @namespace, key);
        foreach (var owner in document.OwnerReferences())
            Take(_byOwner, owner.Text("uid") ?? "", key);
        foreach (var label in Labels(key, document))
            Take(_byLabel, label, key);
        foreach (var claim in Claims(key, document))
            Take(_byClaim, claim, key);
    }

    private static IEnumerable<(GroupResource, string, string, string)> Labels(ObjectKey key, JsonObject document) =>
        key.Namespace is { } @namespace && (key.Resource == Kinds.Pods || key.Resource == Kinds.ReplicaSets || key.Resource == Kinds.EndpointSlices)
            ? document.Pairs("metadata", "labels").Select(label => (key.Resource, @namespace, label.Key, label.Value))
            : [];

    private static IEnumerable<(string, string)> Claims(ObjectKey key, JsonObject document) =>
        key.Resource == Kinds.Pods ? PodClaims(document).Select(claim => (key.Namespace ?? "", claim)) : [];

    /// <summary>The names of the claims that a pod mounts, those of its generic ephemeral volumes included.</summary>
    public static IEnumerable<string> PodClaims(JsonObject pod) => pod.Items("spec", "volumes")
        .Select(volume => volume.Text("persistentVolumeClaim", "claimName") ?? (volume.Map("ephemeral") is null ? null : $"{pod.Name()}-{volume.Text("name")}"))
        .OfType<string>();

    private List<(ObjectKey Key, JsonObject Document)> Resolve(HashSet<ObjectKey>? keys, GroupResource? resource)
    {
        var found = new List<(ObjectKey Key, JsonObject Document)>();
        if (keys is null)
            return found;
        foreach (var key in keys)
        {
            if (resource is null || key.Resource == resource)
                found.Add((key, _objects[key]));
        }

        found.Sort((left, right) =>
        {
            var order = string.CompareOrdinal(left.Key.Namespace, right.Key.Namespace);
            return order != 0 ? order : string.CompareOrdinal(left.Key.Name, right.Key.Name);
        });
        return found;
    }

    private static void Add<TKey>(Dictionary<TKey, HashSet<ObjectKey>> sets, TKey at, ObjectKey key)
        where TKey : notnull
    {
        if (!sets.TryGetValue(at, out var keys))
            sets[at] = keys = [];
        keys.Add(key);
    }

    private static void Take<TKey>(Dictionary<TKey, HashSet<ObjectKey>> sets, TKey at, ObjectKey key)
        where TKey : notnull
    {
        if (sets.TryGetValue(at, out var keys) && keys.Remove(key) && keys.Count == 0)
            sets.Remove(at);
    }
}

using System.Text.Json.Nodes;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Health;

/// <summary>One namespace's snapshot, found by name, owner and event: what the rules look things up in.</summary>
internal sealed class SnapshotIndex
{
    private readonly NamespaceSnapshot _snapshot;
    private readonly Dictionary<(KindName Kind, string Name), TargetObject> _byName = [];
    private readonly ILookup<KindName, TargetObject> _byKind;
    private readonly ILookup<string, TargetObject> _byOwner;
    private readonly ILookup<(string Kind, string Name), TargetEvent> _events;

    public SnapshotIndex(NamespaceSnapshot snapshot, DateTime now, Grace grace)
    {
        _snapshot = snapshot;
        Now = now;
        Grace = grace;
        _byKind = snapshot.Objects.ToLookup(item => KindName.Of(item.Reference));
        foreach (var item in snapshot.Objects) _byName[(KindName.Of(item.Reference), item.Reference.Name)] = item;
        _byOwner = (from item in snapshot.Objects
                    from owner in item.Document.Items("metadata", "ownerReferences")
                    let uid = owner.Text("uid")
                    where uid is not null
                    select (uid, item)).ToLookup(pair => pair.uid, pair => pair.item, StringComparer.Ordinal);
        _events = _byKind[Kinds.Event].Select(TargetEvent.Read)
            .ToLookup(found => (found.Kind, found.Name));
    }

    public DateTime Now { get; }

    public Grace Grace { get; }

    public string Namespace => _snapshot.Namespace;

    public TargetObject? Find(KindName kind, string name) => _byName.GetValueOrDefault((kind, name));

    public bool IsWatched(KindName kind) => _snapshot.Kinds.Contains(kind);

    public IEnumerable<TargetObject> OfKind(KindName kind) => _byKind[kind];

    public IEnumerable<TargetObject> OwnedBy(TargetObject owner) => owner.Uid() is { } uid ? _byOwner[uid] : [];

    public IEnumerable<TargetObject> OwnedBy(TargetObject owner, KindName kind) => OwnedBy(owner).Where(item => KindName.Of(item.Reference) == kind);

    /// <summary>Pods that carry all these labels.</summary>
    public IEnumerable<TargetObject> PodsWith(IReadOnlyCollection<KeyValuePair<string, string>> labels) =>
        _byKind[Kinds.Pod].Where(pod => Matches(labels, pod.Document.At("metadata", "labels")));

    /// <summary>What was reported about an object, newest first. Reports about an earlier object of the same name are left out.</summary>
    public IEnumerable<TargetEvent> EventsOf(TargetObject item) => _events[(item.Reference.Kind, item.Reference.Name)]
        .Where(found => found.Uid is null || item.Uid() is not { } uid || found.Uid == uid)
        .OrderByDescending(found => found.At);

    public static bool Matches(IReadOnlyCollection<KeyValuePair<string, string>> selector, JsonNode? labels) =>
        selector.Count > 0 && selector.All(wanted => labels.Text(wanted.Key) == wanted.Value);
}

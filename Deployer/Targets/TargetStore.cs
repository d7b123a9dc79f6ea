namespace Dodas.Deployer.Targets;

/// <summary>
/// What is known of a target, kept by namespace. Watches write, everyone else reads snapshots. Only namespaces that carry the portal's
/// label, that the portal makes or that someone asked for have a room here; objects of all others are dropped when they arrive.
/// </summary>
internal sealed class TargetStore(string target, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, NamespaceRoom> _rooms = new(StringComparer.Ordinal);
    private readonly Dictionary<KindName, Dictionary<string, TargetObject>> _clusterWide = [];
    private readonly TargetReading _reading = new(target);
    private long _version;

    /// <summary>A namespace got a room although objects may be in it already: they are to be read.</summary>
    public Action<string>? Announced { get; set; }

    public NamespaceSnapshot Snapshot(string @namespace)
    {
        NamespaceSnapshot snapshot;
        bool announce;
        lock (_gate)
        {
            var room = Open(@namespace, out announce);
            room.Cached ??= new NamespaceSnapshot(@namespace, room.Version, Objects(room), null, room.Error) { Kinds = _reading.Served };
            var readAt = room.WasRead ? _reading.ReadAt : null;
            if (room.Cached.ReadAt != readAt) room.Cached = room.Cached with { ReadAt = readAt };
            snapshot = room.Cached;
        }

        if (announce) Announced?.Invoke(@namespace);
        return snapshot;
    }

    public async Task ChangedAsync(string @namespace, long version, CancellationToken cancellationToken)
    {
        Task changed;
        bool announce;
        lock (_gate)
        {
            var room = Open(@namespace, out announce);
            changed = room.Version > version ? Task.CompletedTask : room.ChangedAsync(cancellationToken);
        }

        if (announce) Announced?.Invoke(@namespace);
        await changed;
    }

    /// <summary>Gives a namespace that is about to be created its room, so that nothing in it is missed and nothing needs to be read.</summary>
    public void Expect(string @namespace)
    {
        lock (_gate) Open(@namespace, out _).IsOurs = true;
    }

    /// <summary>A namespace that was expected turned out to exist already.</summary>
    public void Found(string @namespace)
    {
        lock (_gate) Open(@namespace, out _).IsOurs = false;
        Announced?.Invoke(@namespace);
    }

    /// <summary>A namespace is gone for good: its room is given up, and who waits for it is woken.</summary>
    public void Forget(string @namespace)
    {
        lock (_gate)
        {
            if (_rooms.Remove(@namespace, out var room)) room.Bump(++_version);
        }
    }

    public bool Wants(string? @namespace)
    {
        if (@namespace is null) return true;
        lock (_gate) return _rooms.ContainsKey(@namespace);
    }

    public IReadOnlyList<string> Namespaces()
    {
        lock (_gate) return [.. _rooms.Keys];
    }

    /// <summary>Takes a complete list: what is not in it is gone.</summary>
    /// <param name="type">What was listed.</param>
    /// <param name="scope">The one namespace that was listed, or null for all.</param>
    /// <param name="covered">Namespaces that had a room when listing began.</param>
    /// <param name="objects">What there is.</param>
    public void Replace(ResourceType type, string? scope, IEnumerable<string> covered, IReadOnlyList<TargetObject> objects)
    {
        List<string> announced = [];
        lock (_gate)
        {
            if (type.Namespaced)
            {
                var byNamespace = objects.ToLookup(item => item.Reference.Namespace!, StringComparer.Ordinal);
                foreach (var room in scope is null ? _rooms.Values : _rooms.Values.Where(room => room.Name == scope))
                {
                    if (room.Replace(type.Name, byNamespace[room.Name])) room.Bump(++_version);
                }

                foreach (var name in covered)
                {
                    if (_rooms.TryGetValue(name, out var room)) room.Read.Add(type.Name);
                }
            }
            else
            {
                var former = _clusterWide.GetValueOrDefault(type.Name, []);
                _clusterWide[type.Name] = objects.ToDictionary(item => item.Reference.Name, StringComparer.Ordinal);
                if (type.Name == ResourceType.Namespaces.Name) announced.AddRange(objects.Where(item => Arrived(item, isNew: !former.ContainsKey(item.Reference.Name))).Select(item => item.Reference.Name));
                BumpAll();
            }

            _reading.Succeeded(type.Name, scope, time.GetUtcNow().UtcDateTime);
            RefreshErrors();
        }

        foreach (var name in announced) Announced?.Invoke(name);
    }

    /// <summary>Takes one change.</summary>
    public void Apply(ResourceType type, TargetObject changed, bool isDeleted)
    {
        var announce = false;
        lock (_gate)
        {
            _reading.Touch(time.GetUtcNow().UtcDateTime);
            if (type.Namespaced)
            {
                if (_rooms.TryGetValue(changed.Reference.Namespace!, out var room) && room.Apply(type.Name, changed, isDeleted)) room.Bump(++_version);
                return;
            }

            if (!_clusterWide.TryGetValue(type.Name, out var known)) _clusterWide[type.Name] = known = new(StringComparer.Ordinal);
            var isNew = !known.ContainsKey(changed.Reference.Name);
            if (isDeleted) known.Remove(changed.Reference.Name);
            else known[changed.Reference.Name] = changed;

            if (type.Name != ResourceType.Namespaces.Name)
            {
                BumpAll();
            }
            else
            {
                if (!isDeleted) announce = Arrived(changed, isNew);
                if (_rooms.TryGetValue(changed.Reference.Name, out var room)) room.Bump(++_version);
            }
        }

        if (announce) Announced?.Invoke(changed.Reference.Name);
    }

    /// <summary>Says how reading the target goes; whoever sees another error than before is woken.</summary>
    public void Report(Action<TargetReading> change)
    {
        lock (_gate)
        {
            var served = _reading.Served;
            change(_reading);
            RefreshErrors();
            if (!ReferenceEquals(served, _reading.Served)) BumpAll();
        }
    }

    // Expects the gate to be held.
    private NamespaceRoom Open(string name, out bool announce)
    {
        announce = false;
        if (_rooms.TryGetValue(name, out var room)) return room;
        room = _rooms[name] = new NamespaceRoom(name);

        // What does not exist is empty and needs no reading; should the watch be behind, the namespace's arrival has it read.
        if (_reading.Knows(ResourceType.Namespaces.Name) && !Exists(name)) room.Read.UnionWith(_reading.Kinds);
        else announce = true;
        room.Error = _reading.Error(room);
        room.Bump(++_version);
        return room;
    }

    private bool Exists(string @namespace) => _clusterWide.TryGetValue(ResourceType.Namespaces.Name, out var known) && known.ContainsKey(@namespace);

    // A namespace came into sight; true when what is in it must be read.
    private bool Arrived(TargetObject found, bool isNew)
    {
        if (_rooms.TryGetValue(found.Reference.Name, out var room)) return isNew && !room.IsOurs;
        if (found.Document["metadata"]?["labels"]?[TargetLabels.ManagedBy]?.GetValue<string>() != TargetLabels.Portal) return false;
        Open(found.Reference.Name, out var announce);
        return announce;
    }

    private List<TargetObject> Objects(NamespaceRoom room)
    {
        List<TargetObject> all = [.. room.Objects];
        foreach (var (kind, objects) in _clusterWide)
        {
            if (kind != ResourceType.Namespaces.Name) all.AddRange(objects.Values);
            else if (objects.TryGetValue(room.Name, out var own)) all.Add(own);
        }

        all.Sort(static (a, b) => (a.Reference.Kind, a.Reference.Name).CompareTo((b.Reference.Kind, b.Reference.Name)));
        return all;
    }

    private void RefreshErrors()
    {
        foreach (var room in _rooms.Values)
        {
            var error = _reading.Error(room);
            if (error == room.Error) continue;
            room.Error = error;
            room.Bump(++_version);
        }
    }

    private void BumpAll()
    {
        foreach (var room in _rooms.Values) room.Bump(++_version);
    }
}

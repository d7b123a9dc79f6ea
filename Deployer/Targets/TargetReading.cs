using System.Collections.Frozen;

namespace Dodas.Deployer.Targets;

/// <summary>How reading a target goes, kind by kind: what is read, what is not served, what fails. Not safe by itself: <see cref="TargetStore"/> holds its gate.</summary>
internal sealed class TargetReading(string target)
{
    private readonly Dictionary<KindName, KindReading> _kinds = [];
    private readonly Dictionary<(KindName Kind, string Namespace), string> _errors = [];
    private string? _probeError;
    private string? _mistake;
    private FrozenSet<KindName> _served = [];

    /// <summary>When the target was last known to be read as a whole (UTC).</summary>
    public DateTime? ReadAt { get; private set; }

    /// <summary>Kinds whose objects are known; another set after each change.</summary>
    public IReadOnlySet<KindName> Served => _served;

    public IEnumerable<KindName> Kinds => _kinds.Keys;

    private bool IsWell => _mistake is null && _probeError is null && _kinds.Count > 0 && _kinds.Values.All(kind => kind is { State: not State.Unread, Error: null });

    /// <summary>All objects of a kind are known and kept up to date.</summary>
    public bool Knows(KindName kind) => _kinds.TryGetValue(kind, out var reading) && reading is { State: State.Read, Error: null } && _probeError is null;

    public void Add(ResourceType type) => _kinds.TryAdd(type.Name, new KindReading(type.Namespaced, State.Unread, null));

    /// <summary>A list was complete or a watch was opened.</summary>
    public void Succeeded(KindName kind, string? @namespace, DateTime now)
    {
        if (@namespace is not null) _errors.Remove((kind, @namespace));
        Set(kind, State.Read, null);
        Touch(now);
    }

    public void Failed(KindName kind, string? @namespace, string message)
    {
        if (@namespace is not null) _errors[(kind, @namespace)] = message;
        else Set(kind, _kinds[kind].State, message);
    }

    /// <summary>The target does not have this kind, or does not let the portal know.</summary>
    public void NotServed(KindName kind) => Set(kind, State.NotServed, null);

    /// <summary>The kind is read namespace by namespace from now on.</summary>
    public void ByNamespace(KindName kind) => Set(kind, State.Read, null);

    public void Probed(string? error, DateTime now)
    {
        _probeError = error;
        if (error is null) Touch(now);
    }

    /// <summary>Reading has ended; nothing that is known is to be trusted any more.</summary>
    public void Broken(string mistake) => _mistake = mistake;

    /// <summary>Something came from the target.</summary>
    public void Touch(DateTime now)
    {
        if (IsWell) ReadAt = now;
    }

    /// <summary>Why a namespace cannot be read now, or null when it can.</summary>
    public string? Error(NamespaceRoom room)
    {
        if ((_mistake ?? _probeError) is { } general) return general;
        foreach (var (name, kind) in _kinds)
        {
            if (kind.Error is not null) return kind.Error;
            if (_errors.Count > 0 && _errors.TryGetValue((name, room.Name), out var error)) return error;
        }

        var isUnread = _kinds.Count == 0 || _kinds.Any(kind => kind.Value.State == State.Unread || (kind.Value is { State: State.Read, Namespaced: true } && !room.Read.Contains(kind.Key)));
        return isUnread ? $"The target `{target}` has not been read yet." : null;
    }

    private void Set(KindName kind, State state, string? error)
    {
        var former = _kinds[kind];
        _kinds[kind] = former with { State = state, Error = error };
        if (former.State != state) _served = _kinds.Where(item => item.Value.State == State.Read).Select(item => item.Key).ToFrozenSet();
    }

    private enum State
    {
        Unread,
        Read,
        NotServed,
    }

    private sealed record KindReading(bool Namespaced, State State, string? Error);
}

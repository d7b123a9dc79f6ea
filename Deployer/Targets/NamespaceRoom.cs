using System.Text.Json.Nodes;

namespace Dodas.Deployer.Targets;

/// <summary>What is known of one namespace. Not safe by itself: <see cref="TargetStore"/> holds its gate.</summary>
internal sealed class NamespaceRoom(string name)
{
    private readonly Dictionary<(KindName Kind, string Name), TargetObject> _objects = [];
    private TaskCompletionSource? _changed;

    public string Name { get; } = name;

    /// <summary>The portal creates this namespace: it was seen from its first moment on.</summary>
    public bool IsOurs { get; set; }

    /// <summary>Kinds whose objects in this namespace are all known.</summary>
    public HashSet<KindName> Read { get; } = [];

    public bool WasRead => Read.Count > 0;

    public string? Error { get; set; }

    public long Version { get; private set; }

    public NamespaceSnapshot? Cached { get; set; }

    public IEnumerable<TargetObject> Objects => _objects.Values;

    /// <summary>Completes at the next change.</summary>
    public Task ChangedAsync(CancellationToken cancellationToken) =>
        (_changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(cancellationToken);

    public void Bump(long version)
    {
        Version = version;
        Cached = null;
        _changed?.TrySetResult();
        _changed = null;
    }

    /// <summary>Takes one change; false when it was known.</summary>
    public bool Apply(KindName kind, TargetObject changed, bool isDeleted)
    {
        var key = (kind, changed.Reference.Name);
        if (isDeleted) return _objects.Remove(key);
        if (_objects.TryGetValue(key, out var known) && IsSame(known.Document, changed.Document)) return false;
        _objects[key] = changed;
        return true;
    }

    /// <summary>Takes all objects of a kind; false when nothing is new.</summary>
    public bool Replace(KindName kind, IEnumerable<TargetObject> objects)
    {
        var gone = _objects.Keys.Where(key => key.Kind == kind).ToHashSet();
        var isChanged = false;
        foreach (var item in objects)
        {
            gone.Remove((kind, item.Reference.Name));
            isChanged |= Apply(kind, item, isDeleted: false);
        }

        foreach (var key in gone) _objects.Remove(key);
        return isChanged || gone.Count > 0;
    }

    private static bool IsSame(JsonObject one, JsonObject other) => StateOf(one) is { } version && version == StateOf(other);

    private static string? StateOf(JsonObject document) => document["metadata"]?["resourceVersion"]?.GetValue<string>() + document["metadata"]?["uid"]?.GetValue<string>();
}

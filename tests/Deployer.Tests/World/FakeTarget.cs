using System.Collections.Concurrent;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Tests.World;

/// <summary>A target in memory: it keeps namespaces and secrets, and shows what the test puts into it.</summary>
internal sealed class FakeTarget : ITarget, ITargets
{
    private readonly ConcurrentDictionary<string, NamespaceSnapshot> _snapshots = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new();
    private long _version;

    public string Name => "fake";

    public string KubeconfigPath { get; set; } = "/nowhere/kubeconfig";

    public string? Context => null;

    public bool IsSandbox => true;

    public ITarget Default => this;

    public ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> Namespaces { get; } = new();

    public ConcurrentDictionary<(string Namespace, string Name, string Key), string> Secrets { get; } = new();

    /// <summary>While set, every call fails with it.</summary>
    public string? Refusal { get; set; }

    public ITarget? Find(string name) => name == Name ? this : null;

    public NamespaceSnapshot Snapshot(string @namespace) => _snapshots.GetValueOrDefault(@namespace) ?? new NamespaceSnapshot(@namespace, 0, [], DateTime.UnixEpoch, null);

    /// <summary>Shows these objects.</summary>
    public void Show(string @namespace, params TargetObject[] objects) => Put(new NamespaceSnapshot(@namespace, 0, objects, DateTime.UnixEpoch, null));

    public void Put(NamespaceSnapshot snapshot)
    {
        lock (_gate)
        {
            _snapshots[snapshot.Namespace] = snapshot with { Version = ++_version };
            _changed.SetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public async Task ChangedAsync(string @namespace, long version, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (Snapshot(@namespace).Version > version) return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public Task WatchKindsAsync(IReadOnlyCollection<ObjectReference> objects, CancellationToken cancellationToken) => Answer();

    public Task EnsureNamespaceAsync(string @namespace, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        Namespaces.TryAdd(@namespace, labels);
        return Answer();
    }

    public Task<string?> ReadSecretAsync(string @namespace, string name, string key, CancellationToken cancellationToken) =>
        Task.FromResult(Secrets.GetValueOrDefault((@namespace, name, key)));

    public async Task<string> EnsureSecretAsync(string @namespace, string name, string key, string value, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        await Answer();
        return Secrets.GetOrAdd((@namespace, name, key), value);
    }

    public Task DeleteSecretsAsync(string @namespace, string labelSelector, CancellationToken cancellationToken)
    {
        foreach (var key in Secrets.Keys.Where(key => key.Namespace == @namespace)) Secrets.TryRemove(key, out _);
        return Answer();
    }

    public Task DeleteVolumeClaimsAsync(string @namespace, string? labelSelector, CancellationToken cancellationToken) => Answer();

    public Task DeleteNamespaceAsync(string @namespace, CancellationToken cancellationToken)
    {
        Namespaces.TryRemove(@namespace, out _);
        return Answer();
    }

    private Task Answer() => Refusal is { } refusal ? Task.FromException(new TargetException(refusal)) : Task.CompletedTask;
}

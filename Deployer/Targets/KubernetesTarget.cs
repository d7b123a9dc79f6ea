using Microsoft.Extensions.Logging;

namespace Dodas.Deployer.Targets;

/// <summary>A Kubernetes cluster that a kubeconfig names. Watches begin with <see cref="Start"/>; until the first lists are in, every snapshot says that the target has not been read.</summary>
public sealed class KubernetesTarget : ITarget, IAsyncDisposable
{
    private readonly TargetConnection _connection;
    private readonly TargetStore _store;
    private readonly TargetWatch _watch;
    private readonly TargetNamespaces _namespaces;
    private readonly TargetSecrets _secrets;
    private readonly TargetOptions _options;

    /// <summary>Makes a target; nothing is read yet.</summary>
    public KubernetesTarget(TargetOptions options, TimeProvider time, ILogger<KubernetesTarget> logger)
    {
        _options = options;
        _connection = new TargetConnection(options.Name, options.Kubeconfig, options.Context, options.AnswerLimit, time);
        _store = new TargetStore(options.Name, time);
        _watch = new TargetWatch(_connection, _store, options, time, logger);
        var calls = new TargetCalls(_connection, options.Name);
        _namespaces = new TargetNamespaces(calls, _store, time);
        _secrets = new TargetSecrets(calls);
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public string KubeconfigPath => _options.Kubeconfig;

    /// <inheritdoc/>
    public string? Context => _options.Context;

    /// <inheritdoc/>
    public bool IsSandbox => _options.IsSandbox;

    /// <summary>Starts watching; returns at once.</summary>
    public void Start() => _watch.Start();

    /// <inheritdoc/>
    public NamespaceSnapshot Snapshot(string @namespace) => _store.Snapshot(@namespace);

    /// <inheritdoc/>
    public Task ChangedAsync(string @namespace, long version, CancellationToken cancellationToken) => _store.ChangedAsync(@namespace, version, cancellationToken);

    /// <inheritdoc/>
    public Task WatchKindsAsync(IReadOnlyCollection<ObjectReference> objects, CancellationToken cancellationToken) => _watch.AddAsync(objects, cancellationToken);

    /// <inheritdoc/>
    public Task EnsureNamespaceAsync(string @namespace, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken) =>
        _namespaces.EnsureAsync(@namespace, labels, cancellationToken);

    /// <inheritdoc/>
    public Task<string?> ReadSecretAsync(string @namespace, string name, string key, CancellationToken cancellationToken) =>
        _secrets.ReadAsync(@namespace, name, key, cancellationToken);

    /// <inheritdoc/>
    public Task<string> EnsureSecretAsync(string @namespace, string name, string key, string value, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken) =>
        _secrets.EnsureAsync(@namespace, name, key, value, labels, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteSecretsAsync(string @namespace, string labelSelector, CancellationToken cancellationToken) =>
        _secrets.DeleteAsync(@namespace, labelSelector, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteVolumeClaimsAsync(string @namespace, string? labelSelector, CancellationToken cancellationToken) =>
        _namespaces.DeleteVolumeClaimsAsync(@namespace, labelSelector, cancellationToken);

    /// <inheritdoc/>
    public async Task DeleteNamespaceAsync(string @namespace, CancellationToken cancellationToken)
    {
        await _namespaces.DeleteAsync(@namespace, cancellationToken);
        _watch.Forget(@namespace);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync();
        _connection.Dispose();
    }
}

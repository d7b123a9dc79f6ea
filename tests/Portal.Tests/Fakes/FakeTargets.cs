using Dodas.Deployer.Targets;

namespace Dodas.Portal.Tests.Fakes;

/// <summary>One target, the sandbox or not.</summary>
public sealed class FakeTargets(bool isSandbox = true) : ITargets
{
    public ITarget Default { get; } = new FakeTarget(isSandbox);

    public ITarget? Find(string name) => name == Default.Name ? Default : null;

    private sealed class FakeTarget(bool isSandbox) : ITarget
    {
        public string Name => "sandbox";

        public string KubeconfigPath => "";

        public string? Context => null;

        public bool IsSandbox => isSandbox;

        public NamespaceSnapshot Snapshot(string @namespace) => new(@namespace, 0, [], null, null);

        public Task ChangedAsync(string @namespace, long version, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task WatchKindsAsync(IReadOnlyCollection<ObjectReference> objects, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task EnsureNamespaceAsync(string @namespace, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<string?> ReadSecretAsync(string @namespace, string name, string key, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

        public Task<string> EnsureSecretAsync(string @namespace, string name, string key, string value, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken) => Task.FromResult(value);

        public Task DeleteSecretsAsync(string @namespace, string labelSelector, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task DeleteVolumeClaimsAsync(string @namespace, string? labelSelector, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task DeleteNamespaceAsync(string @namespace, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

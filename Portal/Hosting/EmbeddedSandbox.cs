using Dodas.Sandbox;

namespace Dodas.Portal.Hosting;

/// <summary>The simulated cluster that comes with the portal, its objects and kubeconfig in the data folder.</summary>
internal sealed class EmbeddedSandbox : IAsyncDisposable
{
    private readonly SandboxCluster cluster;

    private EmbeddedSandbox(SandboxCluster cluster, string kubeconfigPath)
    {
        this.cluster = cluster;
        KubeconfigPath = kubeconfigPath;
    }

    /// <summary>For the deployer, and for a person's kubectl.</summary>
    public string KubeconfigPath { get; }

    public static async Task<EmbeddedSandbox> StartAsync(DataFolder data, PortalOptions options, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(data.Path, "sandbox")).FullName;
        var started = await SandboxCluster.StartAsync(
            new SandboxOptions { DataFile = Path.Combine(folder, "objects.db"), PodStartDelay = options.SandboxPodStartDelay }, cancellationToken);
        var kubeconfig = Path.Combine(folder, "kubeconfig");
        await started.WriteKubeconfigAsync(kubeconfig, cancellationToken);
        return new EmbeddedSandbox(started, kubeconfig);
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();
}

using System.Diagnostics;
using Dodas.EndToEnd.Tests;

namespace Dodas.Benchmarks;

/// <summary>A sandbox in a process of its own, so that neither compared side carries it.</summary>
internal sealed class SandboxProcess : IAsyncDisposable
{
    private readonly Process process;

    private SandboxProcess(Process process, string kubeconfig)
    {
        this.process = process;
        Kubeconfig = kubeconfig;
    }

    public string Kubeconfig { get; }

    public static async Task<SandboxProcess> StartAsync(string folder, TimeSpan podStartDelay, CancellationToken cancellationToken)
    {
        var kubeconfig = Path.Combine(folder, "kubeconfig");
        var started = Process.Start(new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Dodas.Sandbox.dll"), "--kubeconfig", kubeconfig, "--pod-start-delay", $"{podStartDelay.TotalSeconds:0}s"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        }) ?? throw new InvalidOperationException("dotnet did not start.");
        await Eventually.IsAsync(() => Task.FromResult(File.Exists(kubeconfig)), there => there, TimeSpan.FromSeconds(20), "the sandbox wrote its kubeconfig", cancellationToken);
        return new SandboxProcess(started, kubeconfig);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}

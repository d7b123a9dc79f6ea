using System.Runtime.InteropServices;
using Dodas.Sandbox.Hosting;

namespace Dodas.Sandbox;

/// <summary>The sandbox alone: starts, writes a kubeconfig, and runs until it is told to stop.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        switch (CommandLine.Read(arguments))
        {
            case CommandLine.Help:
                await Console.Out.WriteLineAsync(CommandLine.Usage);
                return 0;
            case CommandLine.Wrong wrong:
                await Console.Error.WriteLineAsync(wrong.Message);
                return 2;
            case CommandLine.Start start:
                return await RunAsync(start);
            default:
                throw new InvalidOperationException("The command line was read as something that has no meaning here.");
        }
    }

    private static async Task<int> RunAsync(CommandLine.Start start)
    {
        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            await using var cluster = await SandboxCluster.StartAsync(start.Options, stop.Token);
            await cluster.WriteKubeconfigAsync(start.Kubeconfig, stop.Token);
            await Console.Out.WriteLineAsync($"The sandbox answers at {cluster.Url}. Use it with: kubectl --kubeconfig {start.Kubeconfig} get all");
            await Task.Delay(Timeout.Infinite, stop.Token);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e) when (e is SandboxOptionException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}

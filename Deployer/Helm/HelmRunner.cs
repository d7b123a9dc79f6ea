using System.Collections;
using CliWrap;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dodas.Deployer.Helm;

/// <summary>Runs helm: so many at once, each in a directory and an environment of its own, none longer than its caller wants it.</summary>
internal sealed class HelmRunner(HelmJournal journal, IOptions<DeployerOptions> options, TimeProvider time, ILogger<HelmRunner> log) : IDisposable
{
    private const int MostOutput = 64 * 1024 * 1024;
    private const int MostErrors = 256 * 1024;

    // Rendering and reading are over in a moment; they have slots of their own, so that changes that wait for a chart's hooks never hold up a check.
    private const int MostReading = 2;

    private readonly SemaphoreSlim _changing = new(options.Value.MaxConcurrency);
    private readonly SemaphoreSlim _reading = new(MostReading);

    /// <summary>Runs helm once it has a free slot.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled; helm was asked to stop, killed if it did not, and has ended.</exception>
    public async Task<HelmResult> RunAsync(HelmCall call, CancellationToken cancellationToken)
    {
        var slots = call.Intent is null ? _reading : _changing;
        await slots.WaitAsync(cancellationToken);
        try
        {
            using var directory = HelmDirectory.Create(options.Value.DataDirectory);
            if (call.Values is not null) await directory.WriteValuesAsync(call.Values, cancellationToken);
            if (call.Intent is null) return await StartAsync(call, directory, null, cancellationToken);

            var entry = await journal.IntendAsync(call.Intent, call.Command, directory.FullName, cancellationToken);
            try
            {
                return await StartAsync(call, directory, entry, cancellationToken);
            }
            finally
            {
                // Even when cancelled: the process has ended, and an entry left over would be looked for at the next start.
                await journal.EndedAsync(entry, CancellationToken.None);
            }
        }
        finally
        {
            slots.Release();
        }
    }

    public void Dispose()
    {
        _changing.Dispose();
        _reading.Dispose();
    }

    private async Task<HelmResult> StartAsync(HelmCall call, HelmDirectory directory, int? entry, CancellationToken cancellationToken)
    {
        var output = new BoundedOutput(MostOutput);
        var errors = new BoundedOutput(MostErrors);
        var inherited = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => (string)variable.Key);
        var command = Cli.Wrap(options.Value.HelmPath)
            .WithArguments(call.Arguments(directory.ValuesPath))
            .WithWorkingDirectory(directory.FullName)
            .WithEnvironmentVariables(HelmEnvironment.Of(inherited, directory.FullName, call.Access))
            .WithStandardOutputPipe(output.Target)
            .WithStandardErrorPipe(errors.Target)
            .WithValidation(CommandResultValidation.None);

        using var patience = new CancellationTokenSource(call.Timeout, time);
        using var ask = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        using var kill = new CancellationTokenSource();
        await using var killAfterGrace = ask.Token.UnsafeRegister(
            _ => kill.CancelAfter(options.Value.HelmGrace), null);
        var began = time.GetTimestamp();
        var running = command.ExecuteAsync(kill.Token, ask.Token);
        try
        {
            if (entry is { } id) await journal.StartedAsync(id, running.ProcessId, CancellationToken.None);
        }
        catch
        {
            // Without its pid written down it may not go on.
            await kill.CancelAsync();
            await running.Task.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }

        try
        {
            var result = await running;
            log.LogDebug("helm {Command} ended with {ExitCode} after {Elapsed}.", call.Command, result.ExitCode, time.GetElapsedTime(began));
            if (output.Overflowed) return new HelmResult(1, "", $"helm wrote more than {MostOutput / (1024 * 1024)} MiB; the chart renders too much.", TimedOut: false);
            return new HelmResult(result.ExitCode, output.ToString(), Clean(errors, call, directory), TimedOut: false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new HelmResult(1, "", $"helm {call.Command} did not end within {call.Timeout}.", TimedOut: true);
        }
    }

    private static string Clean(BoundedOutput errors, HelmCall call, HelmDirectory directory)
    {
        Dictionary<string, string> paths = new() { [directory.FullName + "/"] = "", [directory.FullName] = "the working directory" };
        if (call.Access is { } access) paths[access.KubeconfigPath] = "the target's kubeconfig";
        foreach (var positional in call.Positionals.Where(Path.IsPathRooted)) paths[positional] = "the chart";
        return HelmText.Clean(errors.ToString(), paths);
    }
}

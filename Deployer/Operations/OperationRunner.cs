using System.Collections.Concurrent;
using Dodas.Deployer.Clusters;
using Dodas.Deployer.Helm;
using Dodas.Deployer.Targets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dodas.Deployer.Operations;

/// <summary>Claims operations and runs them side by side. The database is the queue; a signal only says when to look.</summary>
internal sealed class OperationRunner(
    OperationQueue queue, OperationStore store, OperationRecovery recovery, HelmVersion helm, CreateOperation create, DeleteOperation delete, ITargets targets,
    RunnerSignal signal, IOptions<DeployerOptions> options, TimeProvider time, ILogger<OperationRunner> log) : BackgroundService
{
    private static readonly TimeSpan Beat = OperationQueue.Lease / 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Running> _running = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await InsistAsync(recovery.AtStartAsync, stoppingToken);
            await helm.CheckAsync(stoppingToken);
            await Task.WhenAll(LookAsync(stoppingToken), BeatAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What ran stays in its state, and the next start takes it up.
        }
        finally
        {
            await Task.WhenAll(_running.Values.Select(running => running.Task));
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await InsistAsync(StartWhatCanAsync, cancellationToken);
            await signal.WaitAsync(cancellationToken);
        }
    }

    private async Task StartWhatCanAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await queue.AskedToStopAsync(cancellationToken))
        {
            if (_running.TryGetValue(id, out var running)) await running.StopAsync();
        }

        while (_running.Count < options.Value.MaxOperations && await queue.ClaimAsync(cancellationToken) is { } id)
        {
            // Known before it begins, so that a request to stop finds it.
            var running = new Running(CancellationTokenSource.CreateLinkedTokenSource(cancellationToken));
            _running[id] = running;
            running.Task = Task.Run(() => RunAsync(id, running, cancellationToken), CancellationToken.None);
        }
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Beat, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await InsistAsync(queue.RenewAsync, cancellationToken);
            await InsistAsync(recovery.LookAgainAsync, cancellationToken);
            signal.Set();
        }
    }

    private async Task RunAsync(string id, Running running, CancellationToken stopping)
    {
        try
        {
            await CarryOutAsync(id, running.Cancel.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            log.LogInformation("Operation {Operation} is left for the next start.", id);
        }
        catch (OperationCanceledException) when (running.Cancel.IsCancellationRequested)
        {
            await EndAsync(token => store.StopAsync(id, token), stopping);
        }
        catch (Exception exception)
        {
            log.LogError(exception, "Operation {Operation} failed by a mistake in this program.", id);
            await EndAsync(token => store.FailAsync(id, $"A mistake in the deployer ({exception.GetType().Name}); the portal's log has more.", token), stopping);
        }
        finally
        {
            _running.TryRemove(id, out _);
            running.Cancel.Dispose();
            signal.Set();
        }
    }

    private async Task CarryOutAsync(string id, CancellationToken cancellationToken)
    {
        var work = await store.LoadAsync(id, cancellationToken);
        log.LogInformation("{Kind} of cluster {Cluster} ({ClusterId}) begins, operation {Operation}.", work.Operation.Kind, work.Cluster.Name, work.Cluster.Id, id);
        var target = targets.Find(work.Cluster.Target);
        var failure = (target, work.Operation.Kind) switch
        {
            (null, _) => $"There is no target {work.Cluster.Target} any more.",
            (_, OperationKind.Create) => await create.RunAsync(work, target, cancellationToken),
            (_, _) => await delete.RunAsync(work, target, cancellationToken),
        };
        log.LogInformation("{Kind} of cluster {Cluster} ({ClusterId}) ended: {Outcome}", work.Operation.Kind, work.Cluster.Name, work.Cluster.Id, failure ?? "done.");
        if (failure is not null) await store.FailAsync(id, failure, cancellationToken);
        else if (work.Operation.Kind == OperationKind.Delete) await store.GoneAsync(id, cancellationToken);
        else await store.MoveAsync(id, OperationEvent.Succeed, "", cancellationToken);
    }

    private async Task EndAsync(Func<CancellationToken, Task> end, CancellationToken stopping)
    {
        try
        {
            await InsistAsync(end, stopping);
        }
        catch (OperationCanceledException)
        {
            // The next start ends it.
        }
    }

    // A database that cannot be written now (a full disk, a lock) must not end the runner.
    private async Task InsistAsync(Func<CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await act(cancellationToken);
                return;
            }
            catch (IllegalMoveException exception)
            {
                log.LogWarning("{Message} Somebody else was faster.", exception.Message);
                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                log.LogError(exception, "The deployer's database cannot be used now; trying again in {Pause}.", Pause);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    private sealed class Running(CancellationTokenSource cancel)
    {
        public CancellationTokenSource Cancel => cancel;

        public Task Task { get; set; } = Task.CompletedTask;

        public async Task StopAsync()
        {
            try
            {
                await cancel.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // It ended by itself in this moment.
            }
        }
    }
}

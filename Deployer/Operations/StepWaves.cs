using Dodas.Deployer.Clusters;
using Dodas.Deployer.Storage;
using Dodas.Deployer.Targets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dodas.Deployer.Operations;

/// <summary>
/// Runs an operation's steps: waves in order, the steps of a wave side by side, each within its deadline. A wave begins once the one before it is
/// applied; only a step that cannot do without another waits until that one is ready.
/// </summary>
internal sealed class StepWaves(OperationStore store, IOptions<DeployerOptions> options, TimeProvider time, ILogger<StepWaves> log)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>Runs all steps that have not ended.</summary>
    /// <param name="work">The operation.</param>
    /// <param name="carryOut">
    /// Does one step, beginning with its move to Applying (or Skipped); a step that has not ended when it returns is ready. It calls the action once
    /// what it applies is in the target; a step that never does holds the next wave until it has ended.
    /// </param>
    /// <param name="after">Names of the steps that must be ready before a step begins.</param>
    /// <param name="cancellationToken">Stops it, with the steps as they are.</param>
    /// <returns>Why it failed, or null when every step reached its aim.</returns>
    public async Task<string?> RunAsync(
        OperationWork work, Func<StepRow, Action, CancellationToken, Task> carryOut, Func<StepRow, IReadOnlyList<string>> after, CancellationToken cancellationToken)
    {
        var begun = new Dictionary<string, Task>(StringComparer.Ordinal);
        foreach (var wave in work.Operation.Steps.GroupBy(step => step.Wave).OrderBy(wave => wave.Key))
        {
            var applied = new List<Task>();
            foreach (var step in wave.Where(step => !step.State.HasEnded()).ToList())
            {
                var isApplied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                var providers = work.Operation.Steps.Where(other => after(step).Contains(other.Name)).ToList();
                var done = RunAfterAsync(work, step, providers, providers.Select(provider => begun.GetValueOrDefault(provider.Name, Task.CompletedTask)), carryOut, () => isApplied.TrySetResult(), cancellationToken);
                begun.Add(step.Name, done);
                applied.Add(Task.WhenAny(isApplied.Task, done));
            }

            await Task.WhenAll(applied);
            if (cancellationToken.IsCancellationRequested || work.Operation.Steps.Any(step => step.State == StepState.Failed)) break;
        }

        // What has begun is brought to its end even when another step failed, so that nothing runs on unseen.
        await Task.WhenAll(begun.Values);
        return work.Operation.Steps.OrderBy(step => step.Position).FirstOrDefault(step => step.State == StepState.Failed) is { } failed ? $"{failed.Name}: {failed.Cause}" : null;
    }

    /// <summary>Tries something with the target again and again, with the reason in the step, until it works or the step's deadline ends it.</summary>
    public async Task PatientlyAsync(OperationWork work, StepRow step, Func<CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        for (var pause = TimeSpan.FromSeconds(1); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await act(cancellationToken);
                return;
            }
            catch (TargetException exception)
            {
                await store.ExplainStepAsync(work, step, exception.Message, cancellationToken);
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    // A step whose provider failed is not begun; the end of the operation skips it.
    private async Task RunAfterAsync(
        OperationWork work, StepRow step, IReadOnlyList<StepRow> providers, IEnumerable<Task> ends, Func<StepRow, Action, CancellationToken, Task> carryOut, Action applied, CancellationToken cancellationToken)
    {
        await Task.WhenAll(ends);
        if (providers.All(provider => provider.State == StepState.Ready)) await RunAsync(work, step, carryOut, applied, cancellationToken);
    }

    private async Task RunAsync(OperationWork work, StepRow step, Func<StepRow, Action, CancellationToken, Task> carryOut, Action applied, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.Value.StepDeadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await carryOut(step, applied, both.Token);
            if (!step.State.HasEnded()) await store.MoveStepAsync(work, step, StepEvent.Finish, "", cancellationToken);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var waited = step.Cause.Length == 0 ? "" : $" {step.Cause}";
            await store.MoveStepAsync(work, step, StepEvent.Fail, $"Not done within {Words(options.Value.StepDeadline)}.{waited}", cancellationToken);
        }
        catch (OperationFailedException exception)
        {
            await store.MoveStepAsync(work, step, StepEvent.Fail, exception.Message, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.LogError(exception, "Step {Step} of operation {Operation} failed by a mistake in this program.", step.Name, work.Operation.Id);
            await store.MoveStepAsync(work, step, StepEvent.Fail, $"A mistake in the deployer ({exception.GetType().Name}); the portal's log has more.", cancellationToken);
        }
    }

    private static string Words(TimeSpan time) => time.TotalMinutes >= 2 ? $"{(int)time.TotalMinutes} minutes" : $"{(int)time.TotalSeconds} seconds";
}

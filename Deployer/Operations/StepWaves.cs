using Dodas.Deployer.Clusters;
using Dodas.Deployer.Storage;
using Dodas.Deployer.Targets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dodas.Deployer.Operations;

/// <summary>Runs an operation's steps: waves in order, the steps of a wave side by side, each within its deadline.</summary>
internal sealed class StepWaves(OperationStore store, IOptions<DeployerOptions> options, TimeProvider time, ILogger<StepWaves> log)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>Runs all steps that have not ended.</summary>
    /// <param name="work">The operation.</param>
    /// <param name="carryOut">Does one step, beginning with its move to Applying (or Skipped); a step that has not ended when it returns is ready.</param>
    /// <param name="cancellationToken">Stops it, with the steps as they are.</param>
    /// <returns>Why it failed, or null when every step reached its aim.</returns>
    public async Task<string?> RunAsync(OperationWork work, Func<StepRow, CancellationToken, Task> carryOut, CancellationToken cancellationToken)
    {
        foreach (var wave in work.Operation.Steps.GroupBy(step => step.Wave).OrderBy(wave => wave.Key))
        {
            await Task.WhenAll(wave.Where(step => !step.State.HasEnded()).Select(step => RunAsync(work, step, carryOut, cancellationToken)));
            if (wave.FirstOrDefault(step => step.State == StepState.Failed) is { } failed) return $"{failed.Name}: {failed.Cause}";
        }

        return null;
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

    private async Task RunAsync(OperationWork work, StepRow step, Func<StepRow, CancellationToken, Task> carryOut, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.Value.StepDeadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await carryOut(step, both.Token);
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

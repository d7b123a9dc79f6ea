using Dodas.Deployer.Clusters;
using Dodas.Deployer.Storage;

namespace Dodas.Deployer.Operations;

/// <summary>Moves rows by the legal moves and keeps what belongs to a state with it: times, cause, claim.</summary>
internal static class RowMoves
{
    private const string Stopped = "Stopped because someone asked for it.";

    /// <summary>Moves an operation.</summary>
    public static void Move(this OperationRow row, OperationEvent happening, string cause, DateTime now)
    {
        row.State = row.State.After(happening);
        row.Cause = cause;
        if (row.State.HasEnded()) row.FinishedAt = now;
        if (row.State.HasEnded() || row.State == OperationState.Interrupted) (row.LeaseOwner, row.LeaseUntil) = (null, null);
    }

    /// <summary>Moves a step.</summary>
    public static void Move(this StepRow row, StepEvent happening, string cause, DateTime now)
    {
        row.State = row.State.After(happening);
        row.Cause = cause;
        if (row.State == StepState.Applying) row.StartedAt ??= now;
        if (row.State.HasEnded()) row.FinishedAt = now;
    }

    /// <summary>Asks an operation to stop; one of which nothing runs is stopped at once.</summary>
    public static void Cancel(this OperationRow row, DateTime now)
    {
        row.Move(OperationEvent.Cancel, "", now);
        if (row.State == OperationState.Cancelled) row.EndSteps(Stopped, Stopped, now);
    }

    /// <summary>What an operation had begun has ended after a request to stop.</summary>
    public static void Stop(this OperationRow row, DateTime now)
    {
        row.EndSteps(Stopped, Stopped, now);
        row.Move(OperationEvent.Stop, "", now);
    }

    /// <summary>An operation ends without its aim.</summary>
    public static void Fail(this OperationRow row, string cause, DateTime now)
    {
        row.EndSteps(cause, "Not begun, because an earlier step failed.", now);
        row.Move(OperationEvent.Fail, cause, now);
    }

    private static void EndSteps(this OperationRow row, string begun, string notBegun, DateTime now)
    {
        foreach (var step in row.Steps.Where(step => !step.State.HasEnded()))
        {
            if (step.State == StepState.Pending) step.Move(StepEvent.Skip, notBegun, now);
            else step.Move(StepEvent.Fail, begun, now);
        }
    }
}

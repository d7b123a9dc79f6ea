using Dodas.Deployer.Clusters;

namespace Dodas.Deployer.Operations;

/// <summary>What can happen to a step.</summary>
internal enum StepEvent
{
    /// <summary>helm runs, or objects are being made; also when it is taken up again after a crash.</summary>
    Apply,

    /// <summary>What was applied now has to become ready, or to go.</summary>
    Wait,

    /// <summary>It reached its aim.</summary>
    Finish,

    /// <summary>It ended without its aim.</summary>
    Fail,

    /// <summary>It is not needed, or an earlier one failed.</summary>
    Skip,
}

/// <summary>The legal moves of a step, in this one place. Nothing leads to <see cref="StepState.RolledBack"/> yet: there is no operation that undoes.</summary>
internal static class StepMoves
{
    /// <summary>Where <paramref name="happening"/> leads from <paramref name="state"/>.</summary>
    /// <exception cref="IllegalMoveException">It may not happen in this state.</exception>
    public static StepState After(this StepState state, StepEvent happening) => (state, happening) switch
    {
        (StepState.Pending, StepEvent.Apply) => StepState.Applying,
        (StepState.Pending, StepEvent.Skip) => StepState.Skipped,
        (StepState.Applying, StepEvent.Apply) => StepState.Applying,
        (StepState.Applying, StepEvent.Wait) => StepState.Waiting,
        (StepState.Applying, StepEvent.Finish) => StepState.Ready,
        (StepState.Applying, StepEvent.Fail) => StepState.Failed,
        (StepState.Waiting, StepEvent.Apply) => StepState.Applying,
        (StepState.Waiting, StepEvent.Finish) => StepState.Ready,
        (StepState.Waiting, StepEvent.Fail) => StepState.Failed,
        _ => throw new IllegalMoveException($"A step that is {state} cannot {happening}."),
    };

    /// <summary>It has ended for good.</summary>
    public static bool HasEnded(this StepState state) =>
        state is StepState.Ready or StepState.Failed or StepState.Skipped or StepState.RolledBack;
}

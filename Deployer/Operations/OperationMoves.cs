using Dodas.Deployer.Clusters;

namespace Dodas.Deployer.Operations;

/// <summary>What can happen to an operation.</summary>
internal enum OperationEvent
{
    /// <summary>A runner begins it, or takes it up again.</summary>
    Start,

    /// <summary>Someone asks to stop it.</summary>
    Cancel,

    /// <summary>What it had begun has ended after a request to stop.</summary>
    Stop,

    /// <summary>It reached its aim.</summary>
    Succeed,

    /// <summary>It ended without its aim.</summary>
    Fail,

    /// <summary>Its runner is found dead, and nothing of it runs any more.</summary>
    Interrupt,
}

/// <summary>The legal moves of an operation, in this one place.</summary>
internal static class OperationMoves
{
    /// <summary>The states that an operation never leaves.</summary>
    public static readonly OperationState[] Ended = [OperationState.Succeeded, OperationState.Failed, OperationState.Cancelled];

    /// <summary>Where <paramref name="happening"/> leads from <paramref name="state"/>.</summary>
    /// <exception cref="IllegalMoveException">It may not happen in this state.</exception>
    public static OperationState After(this OperationState state, OperationEvent happening) => (state, happening) switch
    {
        (OperationState.Queued, OperationEvent.Start) => OperationState.Running,
        (OperationState.Queued, OperationEvent.Cancel) => OperationState.Cancelled,
        (OperationState.Running, OperationEvent.Succeed) => OperationState.Succeeded,
        (OperationState.Running, OperationEvent.Fail) => OperationState.Failed,
        (OperationState.Running, OperationEvent.Cancel) => OperationState.Cancelling,
        (OperationState.Running, OperationEvent.Interrupt) => OperationState.Interrupted,
        (OperationState.Cancelling, OperationEvent.Stop) => OperationState.Cancelled,
        (OperationState.Cancelling, OperationEvent.Succeed) => OperationState.Succeeded,
        (OperationState.Cancelling, OperationEvent.Fail) => OperationState.Failed,
        (OperationState.Interrupted, OperationEvent.Start) => OperationState.Running,
        (OperationState.Interrupted, OperationEvent.Fail) => OperationState.Failed,
        // Nothing of an interrupted operation runs, so it needs no time to stop.
        (OperationState.Interrupted, OperationEvent.Cancel) => OperationState.Cancelled,
        _ => throw new IllegalMoveException($"An operation that is {state} cannot {happening}."),
    };

    /// <summary>It has ended for good.</summary>
    public static bool HasEnded(this OperationState state) => Ended.Contains(state);
}

/// <summary>Somebody tried a move that the state does not allow: a bug, or a race that was lost and must be looked at again.</summary>
internal sealed class IllegalMoveException(string message) : InvalidOperationException(message);

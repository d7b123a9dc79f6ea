using Dodas.Deployer.Clusters;
using Dodas.Deployer.Operations;
using static Dodas.Deployer.Clusters.OperationState;
using static Dodas.Deployer.Operations.OperationEvent;

namespace Dodas.Deployer.Tests.Operations;

public sealed class OperationMovesTests
{
    private static readonly Dictionary<(OperationState, OperationEvent), OperationState> Legal = new()
    {
        [(Queued, Start)] = Running,
        [(Queued, Cancel)] = Cancelled,
        [(Running, Succeed)] = Succeeded,
        [(Running, Fail)] = Failed,
        [(Running, Cancel)] = Cancelling,
        [(Running, Interrupt)] = Interrupted,
        [(Cancelling, Stop)] = Cancelled,
        [(Cancelling, Succeed)] = Succeeded,
        [(Cancelling, Fail)] = Failed,
        [(Interrupted, Start)] = Running,
        [(Interrupted, Fail)] = Failed,
        [(Interrupted, Cancel)] = Cancelled,
    };

    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var state in Enum.GetNames<OperationState>())
        {
            foreach (var happening in Enum.GetNames<OperationEvent>()) pairs.Add(state, happening);
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_state_answers_every_event_with_its_legal_move_or_throws(string stateName, string eventName)
    {
        var state = Enum.Parse<OperationState>(stateName);
        var happening = Enum.Parse<OperationEvent>(eventName);

        if (Legal.TryGetValue((state, happening), out var next)) state.After(happening).Should().Be(next);
        else FluentActions.Invoking(() => state.After(happening)).Should().Throw<IllegalMoveException>().WithMessage($"*{state}*{happening}*");
    }

    [Fact]
    public void An_operation_that_has_ended_never_moves()
    {
        foreach (var state in Enum.GetValues<OperationState>().Where(state => state.HasEnded()))
            Enum.GetValues<OperationEvent>().Should().OnlyContain(happening => !Legal.ContainsKey(new(state, happening)));
        OperationMoves.Ended.Should().BeEquivalentTo([Succeeded, Failed, Cancelled]);
    }
}

using Dodas.Deployer.Clusters;
using Dodas.Deployer.Operations;
using static Dodas.Deployer.Clusters.StepState;
using static Dodas.Deployer.Operations.StepEvent;

namespace Dodas.Deployer.Tests.Operations;

public sealed class StepMovesTests
{
    private static readonly Dictionary<(StepState, StepEvent), StepState> Legal = new()
    {
        [(Pending, Apply)] = Applying,
        [(Pending, Skip)] = Skipped,
        [(Applying, Apply)] = Applying,
        [(Applying, Wait)] = Waiting,
        [(Applying, Finish)] = Ready,
        [(Applying, Fail)] = Failed,
        [(Waiting, Apply)] = Applying,
        [(Waiting, Finish)] = Ready,
        [(Waiting, Fail)] = Failed,
    };

    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var state in Enum.GetNames<StepState>())
        {
            foreach (var happening in Enum.GetNames<StepEvent>()) pairs.Add(state, happening);
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_state_answers_every_event_with_its_legal_move_or_throws(string stateName, string eventName)
    {
        var state = Enum.Parse<StepState>(stateName);
        var happening = Enum.Parse<StepEvent>(eventName);

        if (Legal.TryGetValue((state, happening), out var next)) state.After(happening).Should().Be(next);
        else FluentActions.Invoking(() => state.After(happening)).Should().Throw<IllegalMoveException>().WithMessage($"*{state}*{happening}*");
    }
}

using Dodas.Deployer.Helm;
using Dodas.Deployer.Operations;

namespace Dodas.Deployer.Tests.Operations;

public sealed class TakeUpTests
{
    private const string Meant = "0123456789abcdef0123456789abcdef";

    [Fact]
    public void A_release_that_helm_does_not_know_is_installed() =>
        TakeUp.Decide(Meant, 0, new HelmState.Absent(), []).Should().Be(new TakeUp.Apply());

    [Fact]
    public void A_release_that_helm_finished_as_meant_is_only_waited_for() =>
        TakeUp.Decide(Meant, 0, new HelmState.Present(1, "deployed", Meant), []).Should().Be(new TakeUp.Wait());

    [Theory]
    [InlineData("deployed", "another")]
    [InlineData("deployed", "")]
    [InlineData("failed", Meant)]
    [InlineData("superseded", Meant)]
    [InlineData("unknown", Meant)]
    public void A_release_that_stands_otherwise_is_applied_again(string status, string digest) =>
        TakeUp.Decide(Meant, 0, new HelmState.Present(2, status, digest), []).Should().Be(new TakeUp.Apply());

    [Theory]
    [InlineData("pending-install")]
    [InlineData("uninstalling")]
    [InlineData("uninstalled")]
    public void A_release_that_is_half_there_or_half_gone_is_installed_anew(string status) =>
        TakeUp.Decide(Meant, 0, new HelmState.Present(1, status, Meant), []).Should().Be(new TakeUp.InstallAnew());

    [Theory]
    [InlineData("pending-upgrade")]
    [InlineData("pending-rollback")]
    public void A_pending_change_goes_back_to_the_last_revision_that_was_ready(string status) =>
        TakeUp.Decide(Meant, 2, new HelmState.Present(4, status, Meant), [new(2, "superseded"), new(3, "deployed"), new(4, status)])
            .Should().Be(new TakeUp.RollBack(2));

    [Fact]
    public void Without_a_ready_revision_a_pending_change_goes_back_to_the_last_that_stood() =>
        TakeUp.Decide(Meant, 0, new HelmState.Present(4, "pending-upgrade", Meant), [new(1, "superseded"), new(2, "deployed"), new(3, "failed"), new(4, "pending-upgrade")])
            .Should().Be(new TakeUp.RollBack(2));

    [Fact]
    public void A_pending_change_over_nothing_that_ever_stood_is_installed_anew() =>
        TakeUp.Decide(Meant, 0, new HelmState.Present(2, "pending-upgrade", Meant), [new(1, "failed"), new(2, "pending-upgrade")])
            .Should().Be(new TakeUp.InstallAnew());

    [Fact]
    public void A_target_that_does_not_answer_decides_nothing() =>
        TakeUp.Decide(Meant, 1, new HelmState.Unreadable("kubernetes cluster unreachable"), []).Should().Be(new TakeUp.LookAgain("kubernetes cluster unreachable"));
}

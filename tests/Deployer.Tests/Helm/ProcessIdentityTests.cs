using System.Diagnostics;
using Dodas.Deployer.Helm;

namespace Dodas.Deployer.Tests.Helm;

public sealed class ProcessIdentityTests
{
    [Fact]
    public void The_start_is_read_past_a_name_with_blanks_and_brackets() =>
        ProcessIdentity.StartFromStat("42 (a) b (c) S 1 42 42 0 -1 4194304 1 0 0 0 1 2 3 4 20 0 1 0 987654 1000 100").Should().Be(987654);

    [Fact]
    public void A_zombie_does_not_run() =>
        ProcessIdentity.StartFromStat("42 (helm) Z 1 42 42 0 -1 4194304 1 0 0 0 1 2 3 4 20 0 1 0 987654 1000 100").Should().BeNull();

    [Fact]
    public async Task A_process_with_another_start_is_left_alone_and_the_right_one_is_ended()
    {
        using var process = Process.Start(new ProcessStartInfo("sleep", "600"))!;
        var start = ProcessIdentity.StartOf(process.Id);
        start.Should().NotBeNull();

        (await EndAsync(process.Id, start.Value + 1)).Should().BeFalse();
        process.HasExited.Should().BeFalse();

        (await EndAsync(process.Id, start.Value)).Should().BeTrue();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        (await EndAsync(process.Id, start.Value)).Should().BeFalse();
    }

    [Fact]
    public async Task A_process_that_does_not_listen_is_killed_after_its_grace()
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "trap '' TERM; echo on; while :; do sleep 600 & wait; done"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).Should().Be("on");

        (await EndAsync(process.Id, ProcessIdentity.StartOf(process.Id)!.Value)).Should().BeTrue();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static Task<bool> EndAsync(int id, long start) => ProcessIdentity.EndAsync(id, start, TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
}

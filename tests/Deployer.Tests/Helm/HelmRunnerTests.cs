using System.Text.Json.Nodes;
using Dodas.Deployer.Helm;
using Dodas.Deployer.Tests.World;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dodas.Deployer.Tests.Helm;

/// <summary>How helm is started and ended, with a program in its place that says what it was given.</summary>
public sealed class HelmRunnerTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_call_has_a_directory_of_its_own_that_only_the_owner_enters_and_that_is_gone_afterwards()
    {
        using var runner = await RunnerAsync("""pwd; stat -c %a . values.yaml; cat values.yaml; ls plugins | wc -l""");
        var call = new HelmCall { Command = "template", Values = new JsonObject { ["a"] = 1 }, Timeout = TimeSpan.FromSeconds(20) };

        var first = (await runner.RunAsync(call, Cancel)).Output.Split('\n');
        var second = (await runner.RunAsync(call, Cancel)).Output.Split('\n');

        first[1..].Should().StartWith(["700", "600", """{"a":1}0"""]);
        second[0].Should().NotBe(first[0]);
        Directory.EnumerateFileSystemEntries(HelmDirectory.Parent(_folder.Path)).Should().BeEmpty();
    }

    [Fact]
    public async Task The_environment_of_the_portal_stays_with_the_portal()
    {
        Environment.SetEnvironmentVariable("Accounts__BootstrapToken", "canary");
        using var runner = await RunnerAsync("env");

        var output = (await runner.RunAsync(new HelmCall { Command = "version", Timeout = TimeSpan.FromSeconds(20) }, Cancel)).Output;

        output.Should().NotContain("canary").And.Contain("HELM_NO_PLUGINS=1").And.Contain("PATH=");
    }

    [Fact]
    public async Task A_cancelled_helm_is_asked_first_and_has_ended_when_the_call_returns()
    {
        var mark = _folder.File("mark");
        using var runner = await RunnerAsync($"trap 'echo asked > {mark}; exit 1' INT; echo $$ > {mark}.pid; while :; do sleep 0.05; done");
        using var cancel = new CancellationTokenSource();
        var running = runner.RunAsync(Changing, cancel.Token);
        var id = await WrittenAsync($"{mark}.pid");

        await cancel.CancelAsync();
        await Task.WhenAny(running);
        running.IsCanceled.Should().BeTrue();

        (await File.ReadAllTextAsync(mark, Cancel)).Trim().Should().Be("asked");
        ProcessIdentity.StartOf(id).Should().BeNull();
        await NothingIsWrittenDownAsync();
    }

    [Fact]
    public async Task A_helm_that_does_not_listen_is_killed_after_its_grace()
    {
        var mark = _folder.File("mark");
        using var runner = await RunnerAsync($"trap '' INT TERM; echo $$ > {mark}.pid; while :; do sleep 0.05; done", grace: TimeSpan.FromMilliseconds(200));
        using var cancel = new CancellationTokenSource();
        var running = runner.RunAsync(Changing, cancel.Token);
        var id = await WrittenAsync($"{mark}.pid");

        await cancel.CancelAsync();
        await Task.WhenAny(running);
        running.IsCanceled.Should().BeTrue();

        ProcessIdentity.StartOf(id).Should().BeNull();
    }

    [Fact]
    public async Task A_helm_that_takes_too_long_is_stopped_and_says_so()
    {
        using var runner = await RunnerAsync("while :; do sleep 0.05; done");

        var result = await runner.RunAsync(Changing with { Timeout = TimeSpan.FromMilliseconds(300) }, Cancel);

        result.TimedOut.Should().BeTrue();
        result.Message.Should().StartWith("helm upgrade did not end within");
    }

    [Fact]
    public async Task No_more_than_so_many_run_at_once()
    {
        var marks = Directory.CreateDirectory(_folder.File("marks")).FullName;
        using var runner = await RunnerAsync($"touch {marks}/$$; ls {marks} | wc -l; sleep 0.1; rm {marks}/$$", atOnce: 2);

        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => runner.RunAsync(new HelmCall { Command = "version", Timeout = TimeSpan.FromSeconds(30) }, Cancel)));

        results.Select(result => int.Parse(result.Output)).Should().OnlyContain(count => count <= 2);
    }

    [Fact]
    public async Task A_helm_that_outlived_its_portal_is_found_and_ended_with_or_without_its_pid()
    {
        var database = await Database.CreateAsync(_folder);
        var mark = _folder.File("mark");
        var script = Script($"echo $$ > {mark}.pid; while :; do sleep 0.05; done");
        foreach (var isPidKnown in new[] { true, false })
        {
            File.Delete($"{mark}.pid");
            // A portal of before: its directory does not carry this program's mark.
            var directory = Directory.CreateDirectory(Path.Combine(HelmDirectory.Parent(_folder.Path), "00000000-abc")).FullName;
            var start = new System.Diagnostics.ProcessStartInfo(script) { UseShellExecute = false };
            start.Environment["HELM_PLUGINS"] = Path.Combine(directory, "plugins");
            using var survivor = System.Diagnostics.Process.Start(start)!;
            await WrittenAsync($"{mark}.pid");
            var journal = Journal(database, script, TimeSpan.FromSeconds(3));
            var entry = await journal.IntendAsync(new HelmIntent("cluster00001", "ana-lab"), "upgrade", directory, Cancel);
            if (isPidKnown) await journal.StartedAsync(entry, survivor.Id, Cancel);

            await journal.EndSurvivorsAsync(Cancel);

            survivor.HasExited.Should().BeTrue();
            Directory.Exists(directory).Should().BeFalse();
            await NothingIsWrittenDownAsync();
        }
    }

    private static HelmCall Changing => new() { Command = "upgrade", Intent = new HelmIntent("cluster00001", "ana-lab"), Timeout = TimeSpan.FromMinutes(1) };

    private async Task<HelmRunner> RunnerAsync(string script, int atOnce = 4, TimeSpan? grace = null)
    {
        var database = await Database.CreateAsync(_folder);
        var path = Script(script);
        return new HelmRunner(Journal(database, path, grace ?? TimeSpan.FromSeconds(10)), Options(path, grace ?? TimeSpan.FromSeconds(10), atOnce), TimeProvider.System, NullLogger<HelmRunner>.Instance);
    }

    private HelmJournal Journal(Database database, string path, TimeSpan grace) => new(database, Options(path, grace, 4), TimeProvider.System, NullLogger<HelmJournal>.Instance);

    private IOptions<DeployerOptions> Options(string path, TimeSpan grace, int atOnce) =>
        Microsoft.Extensions.Options.Options.Create(new DeployerOptions { DataDirectory = _folder.Path, HelmPath = path, HelmGrace = grace, MaxConcurrency = atOnce });

    private string Script(string script)
    {
        var path = _folder.File("helm.sh");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private static async Task<int> WrittenAsync(string path)
    {
        int id;
        while (!File.Exists(path) || !int.TryParse(await File.ReadAllTextAsync(path, Cancel), out id)) await Task.Delay(10, Cancel);
        return id;
    }

    private async Task NothingIsWrittenDownAsync()
    {
        await using var db = new Database(_folder).CreateDbContext();
        (await db.HelmProcesses.CountAsync(Cancel)).Should().Be(0);
    }
}

using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;

namespace Dodas.EndToEnd.Tests;

/// <summary>What a killed portal does when it is started again on the same data.</summary>
public sealed class RestartTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_portal_killed_in_the_middle_finishes_after_the_next_start(bool wholeGroup)
    {
        var data = PortalProcess.FreshData();
        string id;
        await using (var first = await PortalProcess.StartAsync(data, Now))
        {
            id = await first.CreateAsync(new JsonObject { ["name"] = "killed", ["recipe"] = "jupyter-htcondor" }, Now);
            await Eventually.IsAsync(
                async () => (await HelmsOf(data)).Length, helms => helms > 0, TimeSpan.FromSeconds(20), "helm runs", Now);
            await first.KillAsync(wholeGroup, Now);
        }

        await using (var second = await PortalProcess.StartAsync(data, Now))
        {
            var cluster = await second.ReachesAsync(id, "Ready", TimeSpan.FromSeconds(90), Now);
            var releases = await Cli.Wrap(Checkout.Helm)
                .WithArguments(["list", "--kubeconfig", second.Kubeconfig, "-n", cluster!["namespace"]!.GetValue<string>(), "--short"])
                .ExecuteBufferedAsync(Now);
            releases.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().BeEquivalentTo("killed-lab", "killed-pool");
            var operation = await Eventually.IsAsync(
                () => second.GetAsync($"operations/{cluster["operation"]}", Now),
                body => body?["state"]?.GetValue<string>() == "Succeeded", TimeSpan.FromSeconds(30), "the operation succeeded", Now);
            operation!["kind"]!.GetValue<string>().Should().Be("create");
            await second.DeleteAsync(id, Now);
        }

        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Ctrl_C_in_the_middle_stops_everything_within_five_seconds()
    {
        var data = PortalProcess.FreshData();
        await using (var portal = await PortalProcess.StartAsync(data, Now))
        {
            await portal.CreateAsync(new JsonObject { ["name"] = "stopped", ["recipe"] = "jupyter-htcondor" }, Now);
            await Eventually.IsAsync(async () => (await HelmsOf(data)).Length, helms => helms > 0, TimeSpan.FromSeconds(20), "helm runs", Now);
            (await portal.InterruptAsync(Now)).Should().BeLessThan(TimeSpan.FromSeconds(5));
            (await HelmsOf(data)).Should().BeEmpty();
        }

        Directory.Delete(data, recursive: true);
    }

    /// <summary>Process ids of the helms that work on this data folder, found by the folder in their environment.</summary>
    private static async Task<string[]> HelmsOf(string data)
    {
        var found = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(path => path[6..].All(char.IsAsciiDigit)))
        {
            try
            {
                var name = await File.ReadAllTextAsync(Path.Combine(folder, "comm"), Now);
                if (name.Trim() == "helm" && (await File.ReadAllTextAsync(Path.Combine(folder, "environ"), Now)).Contains(data, StringComparison.Ordinal))
                    found.Add(folder[6..]);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked.
            }
        }

        return [.. found];
    }
}

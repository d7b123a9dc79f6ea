using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;
using Dodas.EndToEnd.Tests;

namespace Dodas.Benchmarks;

/// <summary>
/// Jupyter + HTCondor from the API call to Ready, divided by a loop of <c>helm upgrade --install --wait</c> over the same two releases with the same values.
/// The loop's namespace and Secrets are made before its clock starts; the portal makes its own within the time measured.
/// </summary>
internal static class DeployBenchmark
{
    private const int Rounds = 5;
    private static readonly string[] Blocks = ["pool", "lab"];
    private static readonly Dictionary<string, string> Charts = new() { ["pool"] = "htcondor", ["lab"] = "jupyterlab" };

    public static async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("dodas-bench-").FullName;
        try
        {
            await using var sandbox = await SandboxProcess.StartAsync(folder, TimeSpan.FromSeconds(2), cancellationToken);
            await using var portal = await PortalProcess.StartAsync(Path.Combine(folder, "data"), cancellationToken, "--kubeconfig", sandbox.Kubeconfig);
            var shell = new HelmLoop(sandbox.Kubeconfig, folder);

            // One round of each that does not count: both sides have then read what they read once.
            await PortalRoundAsync(portal, "warm", place => shell.LearnAsync(place, "warm", cancellationToken), cancellationToken);
            await shell.RoundAsync("warm", cancellationToken);

            var (ours, theirs) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                ours.Add(await PortalRoundAsync(portal, $"round{round}", _ => Task.CompletedTask, cancellationToken));
                theirs.Add(await shell.RoundAsync($"round{round}", cancellationToken));
                await Console.Error.WriteLineAsync($"deploy {round + 1}/{Rounds}: portal {ours[^1]:0.00} s, helm loop {theirs[^1]:0.00} s");
            }

            return [new Figure("deploy", Figure.Median(ours) / Figure.Median(theirs), "ratio", 1.0)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> PortalRoundAsync(PortalProcess portal, string name, Func<string, Task> whenReady, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        using var accepted = await portal.Api.PostAsJsonAsync("clusters", new JsonObject { ["name"] = name, ["recipe"] = "jupyter-htcondor" }, cancellationToken);
        if (!accepted.IsSuccessStatusCode)
            throw new InvalidOperationException(await accepted.Content.ReadAsStringAsync(cancellationToken));
        var cluster = await Eventually.IsAsync(
            () => ReadAsync(portal, name, cancellationToken), body => body?["state"]?.GetValue<string>() == "Ready",
            TimeSpan.FromSeconds(60), $"{name} is Ready", cancellationToken);
        var seconds = clock.Elapsed.TotalSeconds;

        await whenReady(cluster!["namespace"]!.GetValue<string>());
        await portal.Api.DeleteAsync($"clusters/{name}", cancellationToken);
        await Eventually.IsAsync(() => ReadAsync(portal, name, cancellationToken), body => body is null, TimeSpan.FromSeconds(60), $"{name} is gone", cancellationToken);
        return seconds;
    }

    private static async Task<JsonNode?> ReadAsync(PortalProcess portal, string name, CancellationToken cancellationToken)
    {
        using var response = await portal.Api.GetAsync($"clusters/{name}", cancellationToken);
        return response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken) : null;
    }

    /// <summary>What a person without a portal would run, with the values and Secrets that the portal worked out.</summary>
    private sealed class HelmLoop(string kubeconfig, string folder)
    {
        private readonly Dictionary<string, string> values = [];
        private string secrets = "";
        private string learntFrom = "";

        /// <summary>Takes values and Secrets from a cluster that the portal made.</summary>
        public async Task LearnAsync(string place, string name, CancellationToken cancellationToken)
        {
            learntFrom = place;
            foreach (var block in Blocks)
                values[block] = await RunAsync(Checkout.Helm, ["get", "values", $"{name}-{block}", "-n", place, "-o", "yaml"], cancellationToken);
            secrets = await RunAsync(Checkout.Kubectl, ["get", "secrets", "-n", place, "--field-selector", "type=Opaque", "-o", "json"], cancellationToken);
        }

        public async Task<double> RoundAsync(string name, CancellationToken cancellationToken)
        {
            var place = $"loop-{name}";
            await RunAsync(Checkout.Kubectl, ["create", "namespace", place], cancellationToken);
            foreach (var secret in JsonNode.Parse(secrets)!["items"]!.AsArray())
            {
                var copy = new JsonObject
                {
                    ["apiVersion"] = "v1",
                    ["kind"] = "Secret",
                    ["metadata"] = new JsonObject { ["name"] = Renamed(secret!["metadata"]!["name"]!.GetValue<string>(), name, place), ["namespace"] = place },
                    ["data"] = secret["data"]!.DeepClone(),
                };
                await Cli.Wrap(Checkout.Kubectl).WithArguments(["--kubeconfig", kubeconfig, "create", "-f", "-"])
                    .WithStandardInputPipe(PipeSource.FromString(copy.ToJsonString())).ExecuteBufferedAsync(cancellationToken);
            }

            foreach (var block in Blocks)
                await File.WriteAllTextAsync(Path.Combine(folder, $"{block}.yaml"), Renamed(values[block], name, place), cancellationToken);

            var clock = Stopwatch.StartNew();
            foreach (var block in Blocks)
            {
                await RunAsync(
                    Checkout.Helm,
                    ["upgrade", "--install", $"{name}-{block}", Path.Combine(Checkout.Root(), "charts", Charts[block]), "-n", place, "-f", Path.Combine(folder, $"{block}.yaml"), "--wait"],
                    cancellationToken);
            }

            var seconds = clock.Elapsed.TotalSeconds;
            await RunAsync(Checkout.Kubectl, ["delete", "namespace", place], cancellationToken);
            return seconds;
        }

        private string Renamed(string text, string name, string place)
            => text.Replace(learntFrom, place, StringComparison.Ordinal).Replace("warm-", $"{name}-", StringComparison.Ordinal);

        private async Task<string> RunAsync(string tool, string[] arguments, CancellationToken cancellationToken)
            => (await Cli.Wrap(tool).WithArguments([.. arguments, "--kubeconfig", kubeconfig]).ExecuteBufferedAsync(cancellationToken)).StandardOutput;
    }
}

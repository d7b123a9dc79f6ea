using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

namespace Dodas.EndToEnd.Tests;

/// <summary>The real portal, started by ./run in a session of its own on a free port, so that it can be killed as a person or a machine would.</summary>
internal sealed partial class PortalProcess : IAsyncDisposable
{
    public const string Token = "end-to-end-bootstrap-token";

    private readonly Process process;
    private readonly StringBuilder output;

    private PortalProcess(Process process, StringBuilder output, string data, Uri opened)
    {
        this.process = process;
        this.output = output;
        Data = data;
        Opened = opened;
        Address = new Uri(opened.GetLeftPart(UriPartial.Authority));
        Api = new HttpClient { BaseAddress = new Uri(Address, "/api/v1/"), Timeout = TimeSpan.FromSeconds(60) };
        Api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public string Data { get; }

    /// <summary>The address a person is told to open, login token included.</summary>
    public Uri Opened { get; }

    public Uri Address { get; }

    public HttpClient Api { get; }

    public string Output => output.ToString();

    public string Kubeconfig => Path.Combine(Data, "sandbox", "kubeconfig");

    public static string FreshData() => Directory.CreateTempSubdirectory("dodas-e2e-").FullName;

    public static async Task<PortalProcess> StartAsync(string data, CancellationToken cancellationToken, params string[] options)
    {
        // setsid: a group of its own, whose id is the portal's process id, because ./run ends in exec.
        var start = new ProcessStartInfo("setsid", [Path.Combine(Checkout.Root(), "run"), "--urls", "http://127.0.0.1:0", "--data", data, .. options])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        start.Environment["Accounts__BootstrapToken"] = Token;
        var started = Process.Start(start) ?? throw new InvalidOperationException("setsid did not start.");
        var said = new StringBuilder();
        var opened = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Read(string? line)
        {
            if (line is null)
                return;
            lock (said)
                said.AppendLine(line);
            if (AddressLine().Match(line) is { Success: true } match)
                opened.TrySetResult(new Uri(match.Groups[1].Value));
        }

        started.OutputDataReceived += (_, line) => Read(line.Data);
        started.ErrorDataReceived += (_, line) => Read(line.Data);
        started.EnableRaisingEvents = true;
        started.Exited += (_, _) => opened.TrySetException(new InvalidOperationException($"The portal ended before it was up:\n{said}"));
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return new PortalProcess(started, said, data, await opened.Task.WaitAsync(TimeSpan.FromMinutes(5), cancellationToken));
    }

    /// <summary>kill -9 of the portal alone, or of everything it started too.</summary>
    public Task KillAsync(bool group, CancellationToken cancellationToken) => SignalAsync("KILL", group, cancellationToken);

    /// <summary>What Ctrl+C does: the terminal signals the whole group. Gives the time until the portal is gone.</summary>
    public async Task<TimeSpan> InterruptAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await SignalAsync("INT", group: true, cancellationToken);
        return clock.Elapsed;
    }

    public async Task<string> KubectlAsync(string arguments, CancellationToken cancellationToken)
        => (await Cli.Wrap(Checkout.Kubectl).WithArguments($"--kubeconfig {Kubeconfig} {arguments}").ExecuteBufferedAsync(cancellationToken)).StandardOutput.Trim();

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        if (!process.HasExited)
            await SignalAsync("KILL", group: true, CancellationToken.None);
        process.Dispose();
    }

    private async Task SignalAsync(string signal, bool group, CancellationToken cancellationToken)
    {
        await Cli.Wrap("kill").WithArguments([$"-{signal}", "--", group ? $"-{process.Id}" : $"{process.Id}"])
            .WithValidation(CommandResultValidation.None).ExecuteAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
    }

    [GeneratedRegex(@"^\s+(http://127\.0\.0\.1:\d+\S*)\s*$")]
    private static partial Regex AddressLine();
}

using System.Diagnostics;

namespace Dodas.Sandbox.Tests;

public sealed class RestartTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sandbox-restart-").FullName;

    private string Kubeconfig => Path.Combine(folder, "kubeconfig.yaml");

    private string Data => Path.Combine(folder, "objects.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Killed_hard_it_has_every_object_whose_write_was_answered()
    {
        var tool = new Tool(folder, Kubeconfig);
        using (var first = await StartAsync())
        {
            for (var i = 0; i < 5; i++)
                (await tool.KubectlAsync("create", "configmap", $"cm-{i}", "--from-literal=a=1")).Succeeded();
            (await tool.KubectlAsync("delete", "configmap", "cm-0")).Succeeded();
            first.Kill();
            await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var token = await File.ReadAllTextAsync(Kubeconfig, TestContext.Current.CancellationToken);
        using var second = await StartAsync();
        (await tool.KubectlAsync("get", "configmaps", "-o", "name", "--field-selector=metadata.name!=kube-root-ca.crt")).Succeeded()
            .Should().Be("configmap/cm-1\nconfigmap/cm-2\nconfigmap/cm-3\nconfigmap/cm-4\n");
        TokenOf(await File.ReadAllTextAsync(Kubeconfig, TestContext.Current.CancellationToken)).Should().Be(TokenOf(token));
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Kubeconfig).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        second.Kill();
        await second.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("--urls http://0.0.0.0:1 --kubeconfig x", "http://0.0.0.0:1")]
    [InlineData("--nonsense", "Unknown option '--nonsense'")]
    [InlineData("--kubeconfig", "needs a value")]
    [InlineData("--pod-start-delay soon --kubeconfig x", "'soon' is no time")]
    [InlineData("", "Give --kubeconfig FILE")]
    public async Task A_bad_option_gets_one_clear_line(string arguments, string message)
    {
        using var process = Start(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.Should().NotBe(0);
        error.Trim().Should().Contain(message).And.NotContain("\n");
    }

    [Theory]
    [InlineData("https://0.0.0.0:0")]
    [InlineData("https://example.com:0")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("nonsense")]
    public async Task It_never_listens_beyond_loopback_nor_without_encryption(string url)
    {
        var start = () => SandboxCluster.StartAsync(new SandboxOptions { Url = url }, TestContext.Current.CancellationToken);
        await start.Should().ThrowAsync<SandboxOptionException>();
    }

    private static string TokenOf(string kubeconfig) => kubeconfig.Split('\n').Single(line => line.Contains("token:", StringComparison.Ordinal)).Trim();

    private async Task<Process> StartAsync()
    {
        var process = Start("--kubeconfig", Kubeconfig, "--data", Data);
        (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).Should().StartWith("The sandbox answers at https://127.0.0.1:");
        return process;
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.ArgumentList.Add(typeof(SandboxCluster).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}

using System.Collections.Concurrent;
using CliWrap;
using CliWrap.Buffered;

namespace Dodas.Sandbox.Tests;

/// <summary>The real helm and kubectl, found by the repository's own script.</summary>
internal sealed class Tool
{
    private static readonly ConcurrentDictionary<string, string> Paths = [];

    private readonly string folder;
    private readonly string kubeconfig;

    public Tool(string folder, string kubeconfig)
    {
        this.folder = folder;
        this.kubeconfig = kubeconfig;
    }

    public Task<Result> HelmAsync(params string[] arguments) => RunAsync("helm", arguments, "");

    public Task<Result> KubectlAsync(params string[] arguments) => RunAsync("kubectl", arguments, "");

    /// <summary>Runs <c>kubectl … -f -</c> with a manifest on its input.</summary>
    public Task<Result> KubectlWithAsync(string input, params string[] arguments) => RunAsync("kubectl", arguments, input);

    private async Task<Result> RunAsync(string tool, string[] arguments, string input)
    {
        var result = await Cli.Wrap(await PathOfAsync(tool))
            .WithArguments(arguments)
            .WithWorkingDirectory(folder)
            .WithStandardInputPipe(PipeSource.FromString(input))
            .WithEnvironmentVariables(set => set
                .Set("KUBECONFIG", kubeconfig)
                .Set("HELM_CACHE_HOME", Path.Combine(folder, "helm-cache")).Set("HELM_CONFIG_HOME", Path.Combine(folder, "helm-config")).Set("HELM_DATA_HOME", Path.Combine(folder, "helm-data"))
                .Set("KUBECACHEDIR", Path.Combine(folder, "kube-cache")).Set("NO_COLOR", "1"))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return new(result.ExitCode, result.StandardOutput, result.StandardError);
    }

    private static async Task<string> PathOfAsync(string name)
    {
        if (Paths.TryGetValue(name, out var known))
            return known;
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Dodas.Portal.sln")))
            root = root.Parent;
        var script = Path.Combine(root?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository."), ".ci", "tool");
        return Paths[name] = (await Cli.Wrap(script).WithArguments(name).ExecuteBufferedAsync()).StandardOutput.Trim();
    }

    /// <summary>How a program ended.</summary>
    internal sealed record Result(int ExitCode, string Output, string Error)
    {
        /// <summary>What it printed, after it succeeded.</summary>
        public string Succeeded()
        {
            ExitCode.Should().Be(0, "it printed {0} {1}", Output, Error);
            return Output;
        }

        /// <summary>What it complained about, after it failed.</summary>
        public string Failed()
        {
            ExitCode.Should().NotBe(0, "it printed {0}", Output);
            return Error.Trim();
        }
    }
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Dodas.Sandbox.Hosting;

/// <summary>What the command line asks for.</summary>
internal abstract partial record CommandLine
{
    /// <summary>How the program is used.</summary>
    public const string Usage = """
        A Kubernetes API in one process, for trying out and for tests. No container ever runs.

          dotnet run --project Sandbox -- --kubeconfig FILE [options]

          --kubeconfig FILE       where to write the kubeconfig (readable by you alone)
          --data FILE             keep the objects in this file; without it they are gone when the sandbox stops
          --urls URL              where to listen, on loopback only (default https://127.0.0.1:0, a free port)
          --pod-start-delay TIME  from scheduling a pod until it runs, such as 500ms, 2s or 1m (default 1s)
          --verbose               log what happens
          --help                  this text
        """;

    /// <summary>Reads the arguments.</summary>
    public static CommandLine Read(IReadOnlyList<string> arguments)
    {
        string? kubeconfig = null;
        var options = new SandboxOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument is "--help" or "-h")
                return new Help();
            if (argument == "--verbose")
            {
                options = options with { LogLevel = LogLevel.Information };
                continue;
            }

            if (argument is not ("--kubeconfig" or "--data" or "--urls" or "--pod-start-delay"))
                return new Wrong($"Unknown option '{argument}'; --help shows what there is.");
            if (++i == arguments.Count || arguments[i].Length == 0)
                return new Wrong($"The option {argument} needs a value; --help shows how.");
            switch (argument)
            {
                case "--kubeconfig":
                    kubeconfig = arguments[i];
                    break;
                case "--data":
                    options = options with { DataFile = arguments[i] };
                    break;
                case "--urls":
                    options = options with { Url = arguments[i] };
                    break;
                default:
                    if (Time(arguments[i]) is not { } delay)
                        return new Wrong($"'{arguments[i]}' is no time for --pod-start-delay; give one like 500ms, 2s or 1m.");
                    options = options with { PodStartDelay = delay };
                    break;
            }
        }

        return kubeconfig is null ? new Wrong("Give --kubeconfig FILE, where to write the kubeconfig; --help shows all options.") : new Start(options, kubeconfig);
    }

    private static TimeSpan? Time(string text)
    {
        var match = Duration().Match(text);
        if (!match.Success || !double.TryParse(match.Groups["number"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || number > 86_400_000)
            return null;
        return match.Groups["unit"].Value switch { "ms" => TimeSpan.FromMilliseconds(number), "m" => TimeSpan.FromMinutes(number), _ => TimeSpan.FromSeconds(number) };
    }

    [GeneratedRegex("^(?<number>[0-9]+(\\.[0-9]+)?)(?<unit>ms|s|m|)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Duration();

    /// <summary>Show how the program is used.</summary>
    internal sealed record Help : CommandLine;

    /// <summary>Say what is wrong.</summary>
    /// <param name="Message">One line.</param>
    internal sealed record Wrong(string Message) : CommandLine;

    /// <summary>Start the sandbox.</summary>
    /// <param name="Options">How.</param>
    /// <param name="Kubeconfig">Where to write the kubeconfig.</param>
    internal sealed record Start(SandboxOptions Options, string Kubeconfig) : CommandLine;
}

using System.Text.Json.Nodes;

namespace Dodas.Deployer.Helm;

/// <summary>One run of helm, complete but for the private directory it will get.</summary>
internal sealed record HelmCall
{
    /// <summary>Such as <c>upgrade</c> or <c>get metadata</c>; never from a person.</summary>
    public required string Command { get; init; }

    /// <summary>Each <c>--flag</c> or <c>--flag=value</c>.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>What stands after <c>--</c>.</summary>
    public IReadOnlyList<string> Positionals { get; init; } = [];

    /// <summary>Written to a private file and given with <c>--values</c>; null for none.</summary>
    public JsonObject? Values { get; init; }

    /// <summary>The target it talks to, or null when it needs none.</summary>
    public HelmAccess? Access { get; init; }

    /// <summary>Set when it changes a release: then it is written down before it starts.</summary>
    public HelmIntent? Intent { get; init; }

    /// <summary>How long it may run.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>The whole argument list. No item but those after <c>--</c> can begin with what a person wrote.</summary>
    public IReadOnlyList<string> Arguments(string valuesPath)
    {
        List<string> arguments = [.. Command.Split(' '), .. Flags];
        if (Values is not null) arguments.Add($"--values={valuesPath}");
        if (Access?.Context is { } context) arguments.Add($"--kube-context={context}");
        if (Positionals.Count > 0) arguments.AddRange(["--", .. Positionals]);
        return arguments;
    }
}

/// <summary>How helm reaches a target.</summary>
/// <param name="KubeconfigPath">Absolute path.</param>
/// <param name="Context">Context in that file, or null for its current one.</param>
internal sealed record HelmAccess(string KubeconfigPath, string? Context);

/// <summary>Whom a changing helm works for.</summary>
/// <param name="ClusterId">Cluster.</param>
/// <param name="Release">Release.</param>
internal sealed record HelmIntent(string ClusterId, string Release);

/// <summary>How one run of helm ended.</summary>
/// <param name="ExitCode">0 when it succeeded.</param>
/// <param name="Output">Standard output; it may hold values and rendered Secrets: never log it.</param>
/// <param name="Message">Standard error, cleaned for a person.</param>
/// <param name="TimedOut">It was stopped because it took too long.</param>
internal sealed record HelmResult(int ExitCode, string Output, string Message, bool TimedOut)
{
    public bool Succeeded => ExitCode == 0 && !TimedOut;
}

using System.Text.Json.Nodes;

namespace Dodas.Deployer.Helm;

/// <summary>The helm commands that the deployer uses. Expected outcomes are values; only a cancelled call throws.</summary>
internal sealed class HelmCli(HelmRunner runner)
{
    /// <summary>Label on the release record that names the cluster.</summary>
    public const string ClusterLabel = "dodas.io/cluster";

    private static readonly TimeSpan Reading = TimeSpan.FromMinutes(1);

    // helm's own --timeout is per wait; the process gets this much more for everything else.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    /// <summary>helm's version, such as <c>v4.1.4</c>, or why it does not run.</summary>
    public Task<HelmResult> VersionAsync(CancellationToken cancellationToken) =>
        runner.RunAsync(new HelmCall { Command = "version", Flags = ["--template={{.Version}}"], Timeout = Reading }, cancellationToken);

    /// <summary>Installs the release, or upgrades it, and returns without waiting for its objects (hooks are waited for).</summary>
    /// <param name="release">Which one.</param>
    /// <param name="archive">Path of the chart archive.</param>
    /// <param name="values">The complete user values.</param>
    /// <param name="digest">Written on the release record, to know it by.</param>
    /// <param name="timeout">For each hook.</param>
    /// <param name="cancellationToken">Stops helm.</param>
    public async Task<HelmOutcome> ApplyAsync(ReleaseIn release, string archive, JsonObject values, string digest, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var result = await runner.RunAsync(
            release.Changing("upgrade") with
            {
                Flags =
                [
                    "--install", "--reset-values", "--output=json", $"--namespace={release.Namespace}", Timeout(timeout),
                    $"--labels={ClusterLabel}={HelmNames.LabelValue(release.ClusterId)},{HelmAnswers.DigestLabel}={HelmNames.LabelValue(digest)}",
                ],
                Positionals = [release.Name, archive],
                Values = values,
                Timeout = timeout + Slack,
            },
            cancellationToken);
        return result.Succeeded ? new HelmOutcome.Done(HelmAnswers.Release(result.Output, release.Namespace)) : new HelmOutcome.Refused(result.Message);
    }

    /// <summary>Removes the release; one that is not there counts as removed. Returns without waiting for the objects to be gone.</summary>
    /// <param name="release">Which one.</param>
    /// <param name="hooks">Whether the chart's hooks run.</param>
    /// <param name="timeout">For each hook.</param>
    /// <param name="cancellationToken">Stops helm.</param>
    public async Task<HelmOutcome> UninstallAsync(ReleaseIn release, bool hooks, TimeSpan timeout, CancellationToken cancellationToken)
    {
        string[] without = hooks ? [] : ["--no-hooks"];
        var result = await runner.RunAsync(
            release.Changing("uninstall") with
            {
                Flags = ["--ignore-not-found", $"--namespace={release.Namespace}", Timeout(timeout), .. without],
                Positionals = [release.Name],
                Timeout = timeout + Slack,
            },
            cancellationToken);
        return Outcome(result);
    }

    /// <summary>Goes back to an earlier revision, as a new one.</summary>
    public async Task<HelmOutcome> RollbackAsync(ReleaseIn release, int revision, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var result = await runner.RunAsync(
            release.Changing("rollback") with
            {
                Flags = [$"--namespace={release.Namespace}", Timeout(timeout)],
                Positionals = [release.Name, revision.ToString(System.Globalization.CultureInfo.InvariantCulture)],
                Timeout = timeout + Slack,
            },
            cancellationToken);
        return Outcome(result);
    }

    /// <summary>What helm knows of the release now.</summary>
    public async Task<HelmState> StateAsync(ReleaseIn release, CancellationToken cancellationToken)
    {
        var result = await runner.RunAsync(release.Reading("get metadata"), cancellationToken);
        if (result.Succeeded) return HelmAnswers.Metadata(result.Output);
        return IsNotFound(result) ? new HelmState.Absent() : new HelmState.Unreadable(result.Message);
    }

    /// <summary>The release with its objects, or null when it cannot be read.</summary>
    public async Task<HelmRelease?> StatusAsync(ReleaseIn release, CancellationToken cancellationToken)
    {
        var result = await runner.RunAsync(release.Reading("status"), cancellationToken);
        return result.Succeeded ? HelmAnswers.Release(result.Output, release.Namespace) : null;
    }

    /// <summary>The release's revisions, oldest first; empty when they cannot be read.</summary>
    public async Task<IReadOnlyList<HelmRevision>> HistoryAsync(ReleaseIn release, CancellationToken cancellationToken)
    {
        var result = await runner.RunAsync(release.Reading("history"), cancellationToken);
        return result.Succeeded ? HelmAnswers.History(result.Output) : [];
    }

    /// <summary>Renders a chart without any target.</summary>
    public Task<HelmResult> TemplateAsync(string release, string @namespace, string archive, JsonObject values, CancellationToken cancellationToken) =>
        runner.RunAsync(
            new HelmCall
            {
                Command = "template",
                Flags = [$"--namespace={HelmNames.Namespace(@namespace)}"],
                Positionals = [HelmNames.Release(release), archive],
                Values = values,
                Timeout = Reading,
            },
            cancellationToken);

    private static HelmOutcome Outcome(HelmResult result) => result.Succeeded ? new HelmOutcome.Done(null) : new HelmOutcome.Refused(result.Message);

    private static string Timeout(TimeSpan timeout) => $"--timeout={Math.Max(1, (int)timeout.TotalSeconds)}s";

    // Helm 4.1 answers "release: not found" on standard error and exit code 1, as for any other failure.
    private static bool IsNotFound(HelmResult result) => result.Message.Contains("release: not found", StringComparison.Ordinal);

    /// <summary>A release in a target.</summary>
    /// <param name="Access">The target.</param>
    /// <param name="ClusterId">Whose it is.</param>
    /// <param name="Namespace">Its namespace.</param>
    /// <param name="Name">Its name.</param>
    internal sealed record ReleaseIn(HelmAccess Access, string ClusterId, string Namespace, string Name)
    {
        public string Namespace { get; } = HelmNames.Namespace(Namespace);

        public string Name { get; } = HelmNames.Release(Name);

        public HelmCall Changing(string command) => new() { Command = command, Access = Access, Intent = new HelmIntent(ClusterId, Name), Timeout = HelmCli.Reading };

        public HelmCall Reading(string command) =>
            new() { Command = command, Flags = ["--output=json", $"--namespace={Namespace}"], Positionals = [Name], Access = Access, Timeout = HelmCli.Reading };
    }
}

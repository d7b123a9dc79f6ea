using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Health;

/// <summary>How one container of a pod is: waiting reasons <c>Err*</c>, <c>*Error</c> and <c>*BackOff</c> are failures, everything else that waits is on its way.</summary>
internal static partial class ContainerRule
{
    /// <summary>What is the matter with a container, or null when it does what it should.</summary>
    /// <param name="pod">Its pod.</param>
    /// <param name="status">Its entry in the pod's status.</param>
    /// <param name="isInit">It must end well before the others start.</param>
    /// <param name="index">Where events are found.</param>
    public static Verdict? Judge(TargetObject pod, JsonObject status, bool isInit, SnapshotIndex index)
    {
        var name = status.Text("name") ?? "";
        if (status.At("state", "waiting") is { } waiting) return Waiting(pod, status, waiting, name, isInit, index);
        if (status.At("state", "terminated") is { } ended && ended.Number("exitCode") is not (0 or null)) return Verdict.Failed(Ended(pod, name, ended, status)) with { Summary = Ended(pod, name, ended, status) };
        if (isInit && status.At("state", "running") is not null && !status.Flag("started")) return Verdict.Progressing($"Init container `{name}` runs.");
        return null;
    }

    private static Verdict? Waiting(TargetObject pod, JsonObject status, JsonNode waiting, string name, bool isInit, SnapshotIndex index)
    {
        var reason = waiting.Text("reason") ?? "";
        var message = waiting.Text("message") ?? "";
        if (ImageWords.IsAboutImage(reason)) return Image(pod, status, name, reason, message, index);
        if (reason == "CrashLoopBackOff")
        {
            var why = status.At("lastState", "terminated") is { } last ? Ended(pod, name, last, status) : RefusalWords.Sentence($"Container `{name}` ends again and again");
            return Verdict.Failed(why) with { Summary = why };
        }

        if (IsFailure(reason)) return CannotStart(name, reason, message);

        // ContainerCreating and PodInitializing are every container's first words; a reason may stand in the events.
        if (reason is "PodInitializing" || (isInit && reason.Length == 0)) return null;
        return Verdict.Progressing($"Container `{name}` is being started.");
    }

    private static bool IsFailure(string reason) =>
        reason.StartsWith("Err", StringComparison.Ordinal) || reason.EndsWith("Error", StringComparison.Ordinal) || reason.EndsWith("BackOff", StringComparison.Ordinal);

    private static Verdict Image(TargetObject pod, JsonObject status, string container, string reason, string message, SnapshotIndex index)
    {
        var image = SpecOf(pod, container).Text("image") ?? status.Text("image") ?? "";

        // A back-off only says that it waits; why the pull failed stands in the events.
        var said = index.EventsOf(pod).Where(found => found.IsWarning && found.Message.Contains(image, StringComparison.Ordinal)).Select(found => found.Message);
        var why = ImageWords.Reason([$"{reason} {message}".Replace(image, "", StringComparison.Ordinal), .. said.Select(text => text.Replace(image, "", StringComparison.Ordinal))])
            ?? (message.Length > 0 ? message : reason);
        var root = Verdict.Failed(RefusalWords.Sentence($"Cannot be pulled: {why}")) with
        {
            Summary = RefusalWords.Sentence($"The image `{image}` of container `{container}` cannot be pulled: {why}"),
        };
        return Verdict.Failed($"Container `{container}` waits: {reason}.") with { Because = new Because($"Image/{image}", root) };
    }

    private static Verdict CannotStart(string container, string reason, string message)
    {
        var words = RefusalWords.Sentence($"Container `{container}` cannot start: {(message.Length > 0 ? message : reason)}");
        if (Absent(message) is not { } absent) return Verdict.Failed(words) with { Summary = words };
        return Verdict.Failed($"Container `{container}` cannot start: {reason}.") with { Because = absent(container) };
    }

    /// <summary>Reads "secret "x" not found" and its like: gives what makes the missing object the root, or null.</summary>
    public static Func<string, Because>? Absent(string message)
    {
        var match = NotFound().Match(message);
        if (!match.Success) return null;
        var (kind, name) = (match.Groups["kind"].Value, match.Groups["name"].Value);
        var (title, words) = kind.ToLowerInvariant() switch
        {
            "secret" => ("Secret", "Secret"),
            "configmap" => ("ConfigMap", "ConfigMap"),
            "serviceaccount" => ("ServiceAccount", "Service account"),
            _ => ("PersistentVolumeClaim", "Volume claim"),
        };
        return user => new Because($"{title}/{name}", Verdict.Failed("Does not exist.") with { Summary = $"{words} `{name}`, which `{user}` needs, does not exist." });
    }

    private static string Ended(TargetObject pod, string name, JsonNode ended, JsonObject status)
    {
        var restarts = status.Number("restartCount") ?? 0;
        var often = restarts switch { 0 => "", 1 => " It was restarted once.", _ => $" It was restarted {restarts} times." };
        if (ended.Text("reason") == "OOMKilled")
        {
            var limit = SpecOf(pod, name).Text("resources", "limits", "memory");
            return $"Container `{name}` was killed because it used more memory than it may{(limit is null ? "" : $" ({limit})")}.{often}";
        }

        var detail = ended.Text("message") is { Length: > 0 } message ? $": {message.Trim()}" : "";
        return $"{RefusalWords.Sentence($"Container `{name}` ended with exit code {ended.Number("exitCode") ?? -1}{detail}")}{often}";
    }

    private static JsonObject? SpecOf(TargetObject pod, string container) =>
        pod.Document.Items("spec", "initContainers").Concat(pod.Document.Items("spec", "containers")).FirstOrDefault(spec => spec.Text("name") == container);

    [GeneratedRegex("(?<kind>secret|configmap|serviceaccount|persistentvolumeclaim) \"(?<name>[^\"]+)\" not found", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex NotFound();
}

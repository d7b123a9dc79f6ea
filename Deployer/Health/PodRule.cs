using System.Text.Json.Nodes;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Health;

/// <summary>How a pod is: what its phase says, its containers one by one, and, while it waits for a node or its volumes, what it waits for.</summary>
internal static class PodRule
{
    // What the node and the scheduler report while a pod cannot get further.
    private static readonly string[] Obstacles = ["FailedMount", "FailedAttachVolume", "FailedCreatePodSandBox", "FailedScheduling", "NetworkNotReady", "FailedBinding"];

    public static Verdict Judge(TargetObject pod, SnapshotIndex index)
    {
        var document = pod.Document;
        switch (document.Text("status", "phase"))
        {
            case "Succeeded":
                return new Verdict(Clusters.ClusterState.Ready, "Has done its work.");
            case "Failed":
                return Ended(pod, index);
            case "Unknown":
                return Verdict.Failed("Its node does not answer.");
        }

        if (Containers(pod, index) is { State: Clusters.ClusterState.Failed } failing) return failing;
        if (document.Condition("PodScheduled") is { IsFalse: true } unscheduled) return Unscheduled(pod, unscheduled, index);
        if (document.Condition("Ready") is { IsTrue: true }) return Verdict.Ready;
        if (Obstacle(pod, index) is { } obstacle) return obstacle;
        return Containers(pod, index) ?? NotReady(pod, index);
    }

    // Init containers come first: while one is in trouble, the others cannot start.
    private static Verdict? Containers(TargetObject pod, SnapshotIndex index)
    {
        var verdicts = pod.Document.Items("status", "initContainerStatuses").Select(status => ContainerRule.Judge(pod, status, isInit: !IsSidecar(pod, status), index))
            .Concat(pod.Document.Items("status", "containerStatuses").Select(status => ContainerRule.Judge(pod, status, isInit: false, index)))
            .OfType<Verdict>().ToList();
        return verdicts.Find(verdict => verdict.State == Clusters.ClusterState.Failed) ?? verdicts.FirstOrDefault();
    }

    private static bool IsSidecar(TargetObject pod, JsonObject status) =>
        pod.Document.Items("spec", "initContainers").Any(spec => spec.Text("name") == status.Text("name") && spec.Text("restartPolicy") == "Always");

    private static Verdict Ended(TargetObject pod, SnapshotIndex index)
    {
        if (Containers(pod, index) is { State: Clusters.ClusterState.Failed } failing) return failing;
        var why = pod.Document.Text("status", "message") ?? pod.Document.Text("status", "reason") ?? "";
        return Verdict.Failed(why.Length > 0 ? RefusalWords.Sentence($"It failed: {why}") : "It failed.");
    }

    private static Verdict Unscheduled(TargetObject pod, Condition condition, SnapshotIndex index)
    {
        if (condition.Reason == "SchedulingGated") return Verdict.Progressing("It is held back until its scheduling gates are removed.");
        var since = condition.Since ?? pod.CreatedAt() ?? index.Now;
        var deadline = since + index.Grace.Scheduling;
        var isLate = index.Now >= deadline;
        var words = Words(condition.Words);
        var verdict = (isLate ? Verdict.Failed(words) : Verdict.Progressing(words)) with
        {
            Summary = $"No node takes pod `{pod.Reference.Name}`: {RefusalWords.Sentence(Nodes(condition.Words))}",
            ReassessAt = isLate ? null : deadline,
        };
        if (Claim(pod, index) is not { } claim) return ContainerRule.Absent(condition.Message) is { } absent ? verdict with { Because = absent(pod.Reference.Name) } : verdict;
        return verdict with { State = claim.Verdict.State == Clusters.ClusterState.Failed ? Clusters.ClusterState.Failed : verdict.State, Because = claim };
    }

    private static Verdict? Obstacle(TargetObject pod, SnapshotIndex index)
    {
        if (Claim(pod, index) is { } claim) return new Verdict(claim.Verdict.State, $"It waits for its volume `{Name(claim.Object)}`.") { Because = claim };
        if (pod.Document.Text("status", "phase") != "Pending") return null;
        var reported = index.EventsOf(pod).FirstOrDefault(found => found.IsWarning && Obstacles.Contains(found.Reason));
        if (reported is null) return null;
        var words = RefusalWords.Sentence(reported.Reason is "FailedMount" or "FailedAttachVolume" ? $"A volume cannot be mounted: {reported.Message}" : reported.Message);
        return Verdict.Progressing(words) with { Because = ContainerRule.Absent(reported.Message)?.Invoke(pod.Reference.Name) };
    }

    // The first of its claims that keeps it waiting.
    private static Because? Claim(TargetObject pod, SnapshotIndex index)
    {
        if (pod.Document.Text("status", "phase") is not ("Pending" or null) || !index.IsWatched(Kinds.Claim)) return null;
        foreach (var name in ClaimRule.NamesOf(pod))
        {
            var display = $"PersistentVolumeClaim/{name}";
            if (index.Find(Kinds.Claim, name) is not { } claim)
                return new Because(display, Verdict.Progressing("Does not exist.") with { Summary = $"Volume claim `{name}`, which pod `{pod.Reference.Name}` needs, does not exist." });
            if (ClaimRule.Judge(claim, index) is { IsBad: true } verdict) return new Because(display, verdict);
        }

        return null;
    }

    private static Verdict NotReady(TargetObject pod, SnapshotIndex index)
    {
        if (pod.Document.Text("status", "phase") != "Running") return Verdict.Progressing("It is being started.");
        var status = pod.Document.Items("status", "containerStatuses").FirstOrDefault(item => !item.Flag("ready"));
        var name = status.Text("name") ?? "";
        var probe = index.EventsOf(pod).FirstOrDefault(found => found is { IsWarning: true, Reason: "Unhealthy" });
        return Verdict.Progressing(probe is null ? $"Container `{name}` runs and is not ready yet." : RefusalWords.Sentence($"Container `{name}` runs and is not ready yet: {probe.Message}"));
    }

    private static string Words(string message) => $"No node takes it: {RefusalWords.Sentence(Nodes(message))}";

    // "0/3 nodes are available: 3 Insufficient memory. preemption: …" → "3 Insufficient memory"
    private static string Nodes(string message)
    {
        const string Available = "nodes are available:";
        var start = message.IndexOf(Available, StringComparison.Ordinal);
        var text = start < 0 ? message : message[(start + Available.Length)..];
        var end = text.IndexOf(" preemption:", StringComparison.Ordinal);
        return (end < 0 ? text : text[..end]).Trim();
    }

    private static string Name(string display) => display[(display.IndexOf('/', StringComparison.Ordinal) + 1)..];
}

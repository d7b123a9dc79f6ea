using Dodas.Deployer.Clusters;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Health;

/// <summary>How objects are that tell it by their conditions: autoscalers, definitions of custom resources, and every kind without a rule of its own.</summary>
internal static class ConditionRules
{
    /// <summary>All conditions count: that it could scale hides that it has no figures. Being switched off is fine.</summary>
    public static Verdict JudgeAutoscaler(TargetObject item, SnapshotIndex index)
    {
        var conditions = item.Document.Conditions().ToList();
        var bad = conditions.Find(condition => condition is { IsFalse: true, Type: "AbleToScale" or "ScalingActive" } && condition.Reason != "ScalingDisabled");
        if (bad is null) return conditions.Count == 0 ? Verdict.Ready with { Message = "Has not scaled anything yet." } : Verdict.Ready;

        var words = RefusalWords.Sentence(bad.Words);
        var deadline = (bad.Since ?? item.CreatedAt() ?? index.Now) + index.Grace.Metrics;
        return index.Now >= deadline ? Verdict.Failed(words) : Verdict.Progressing(words) with { ReassessAt = deadline };
    }

    public static Verdict JudgeDefinition(TargetObject item, SnapshotIndex index)
    {
        if (item.Document.Condition("NamesAccepted") is { IsFalse: true } refused) return Verdict.Failed(RefusalWords.Sentence($"Its names are not accepted: {refused.Words}"));
        return item.Document.Condition("Established") is { IsTrue: true } ? Verdict.Ready : Verdict.Progressing("The target does not serve it yet.");
    }

    public static Verdict JudgeVolume(TargetObject item, SnapshotIndex index) => item.Document.Text("status", "phase") switch
    {
        "Failed" => Verdict.Failed(RefusalWords.Sentence(item.Document.Text("status", "message") ?? "It failed")),
        "Pending" => Verdict.Progressing("It is being provided."),
        _ => Verdict.Ready,
    };

    /// <summary>The conditions that most controllers agree on; what has none is ready by being there. What it owns counts with it.</summary>
    public static Verdict JudgeAny(TargetObject item, SnapshotIndex index)
    {
        var document = item.Document;
        if (document.Condition("Stalled") is { IsTrue: true } stalled) return Verdict.Failed(RefusalWords.Sentence(stalled.Words));
        var owned = index.OwnedBy(item).Where(child => Rules.HasOwn(KindName.Of(child.Reference)) && !child.IsLeaving())
            .Select(child => new Because(child.Reference.Display(), Rules.Judge(child, index)))
            .Where(child => child.Verdict.IsBad)
            .OrderByDescending(child => child.Verdict.State).ThenBy(child => child.Object, StringComparer.Ordinal).ToList();
        if (owned.FirstOrDefault() is { Verdict.State: ClusterState.Failed } failed) return Verdict.Failed("Something it made has failed.") with { Because = failed };

        if (document.IsUnobserved()) return Verdict.Progressing("Its controller has not seen the last change yet.");
        if (document.Condition("Reconciling") is { IsTrue: true } reconciling) return Verdict.Progressing(RefusalWords.Sentence(reconciling.Words));
        if (document.Condition("Ready") is { IsTrue: false } unready) return Verdict.Progressing(RefusalWords.Sentence(unready.Words.Length > 0 ? unready.Words : "Not ready")) with { Because = owned.FirstOrDefault() };
        if (document.Condition("Ready") is not null || owned.Count == 0) return Verdict.Ready;
        return Verdict.Progressing("Something it made is not ready.") with { Because = owned[0] };
    }
}

using System.Collections.Frozen;
using Dodas.Deployer.Clusters;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Health;

/// <summary>Which rule judges which kind.</summary>
internal static class Rules
{
    private static readonly FrozenDictionary<KindName, Func<TargetObject, SnapshotIndex, Verdict>> Own =
        new Dictionary<KindName, Func<TargetObject, SnapshotIndex, Verdict>>
        {
            [Kinds.Pod] = PodRule.Judge,
            [Kinds.Deployment] = DeploymentRule.Judge,
            [Kinds.ReplicaSet] = DeploymentRule.JudgeReplicaSet,
            [Kinds.StatefulSet] = StatefulSetRule.Judge,
            [Kinds.DaemonSet] = StatefulSetRule.JudgeDaemonSet,
            [Kinds.Job] = JobRule.Judge,
            [Kinds.CronJob] = JobRule.JudgeCronJob,
            [Kinds.Claim] = ClaimRule.Judge,
            [Kinds.Service] = NetworkRule.JudgeService,
            [Kinds.Ingress] = NetworkRule.JudgeIngress,
            [Kinds.Autoscaler] = ConditionRules.JudgeAutoscaler,
            [Kinds.Definition] = ConditionRules.JudgeDefinition,
            [Kinds.Volume] = ConditionRules.JudgeVolume,
        }.ToFrozenDictionary();

    /// <summary>Kinds with a rule of their own, those that only describe others left out.</summary>
    public static bool HasOwn(KindName kind) => Own.ContainsKey(kind);

    public static Verdict Judge(TargetObject item, SnapshotIndex index)
    {
        if (item.IsLeaving()) return Verdict.Progressing("It is being removed.");
        return Own.TryGetValue(KindName.Of(item.Reference), out var rule) ? rule(item, index) : ConditionRules.JudgeAny(item, index);
    }

    /// <summary>An object that should be there.</summary>
    public static Verdict Judge(ObjectReference expected, TargetObject? found, SnapshotIndex index)
    {
        if (found is not null) return Judge(found, index);
        var kind = KindName.Of(expected);
        if (expected.Namespace is { } other && other != index.Namespace) return Verdict.Ready with { Message = $"It is in namespace `{other}`, which is not watched." };
        if (!index.IsWatched(kind)) return Verdict.Ready;
        return new Verdict(ClusterState.Missing, "It does not exist in the target.") { Summary = $"{expected.Display()} does not exist in the target." };
    }
}

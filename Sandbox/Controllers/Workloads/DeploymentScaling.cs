using System.Globalization;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Controllers.Workloads;

/// <summary>How many pods each ReplicaSet of a Deployment gets (pkg/controller/deployment: rolling.go, sync.go).</summary>
internal sealed class DeploymentScaling(Cluster cluster)
{
    public const string Desired = "deployment.kubernetes.io/desired-replicas";
    public const string Max = "deployment.kubernetes.io/max-replicas";

    /// <summary>Notes on a ReplicaSet what the Deployment wanted, so that a later change of it is seen as scaling.</summary>
    public static bool Annotate(JsonObject annotations, JsonObject deployment)
    {
        var desired = Rollout.Replicas(deployment).ToString(CultureInfo.InvariantCulture);
        var max = (Rollout.Replicas(deployment) + Rollout.Limits(deployment).Surge).ToString(CultureInfo.InvariantCulture);
        if (annotations.Text(Desired) == desired && annotations.Text(Max) == max)
            return false;
        annotations[Desired] = desired;
        annotations[Max] = max;
        return true;
    }

    /// <summary>Whether the Deployment was scaled since its ReplicaSets were last sized.</summary>
    public static bool IsScaled(JsonObject deployment, IEnumerable<JsonObject> sets) => sets.Any(set =>
        Rollout.Replicas(set) > 0 && set.Annotation(Desired) is { } desired && desired != Rollout.Replicas(deployment).ToString(CultureInfo.InvariantCulture));

    /// <summary>How many pods the new ReplicaSet may have now.</summary>
    public static long NewReplicas(JsonObject deployment, JsonObject newSet, IEnumerable<JsonObject> sets)
    {
        var wanted = Rollout.Replicas(deployment);
        if (Rollout.IsRecreate(deployment))
            return wanted;
        var current = newSet.Number("spec", "replicas") ?? 0;
        var all = sets.Where(set => set.Name() != newSet.Name()).Sum(Rollout.Replicas) + current;
        var most = wanted + Rollout.Limits(deployment).Surge;
        return all >= most ? current : current + Math.Min(most - all, wanted - current);
    }

    public bool GrowNew(JsonObject deployment, JsonObject newSet, List<JsonObject> old)
    {
        var wanted = Rollout.Replicas(deployment);
        var current = Rollout.Replicas(newSet);
        if (current == wanted)
            return SetReplicas(deployment, newSet, current);
        return SetReplicas(deployment, newSet, current > wanted ? wanted : NewReplicas(deployment, newSet, old));
    }

    public bool ShrinkOld(JsonObject deployment, JsonObject newSet, List<JsonObject> old)
    {
        var oldCount = old.Sum(Rollout.Replicas);
        if (oldCount == 0)
            return false;
        var least = Rollout.Replicas(deployment) - Rollout.Limits(deployment).Unavailable;
        var unavailable = Rollout.Replicas(newSet) - Available(newSet);
        var most = oldCount + Rollout.Replicas(newSet) - least - unavailable;
        if (most <= 0)
            return false;

        // Pods that are not available are given up first: they do not count towards availability.
        var sized = DeploymentRevisions.OldestFirst(old.Where(set => Rollout.Replicas(set) > 0)).ToDictionary(set => set, Rollout.Replicas);
        foreach (var set in sized.Keys.ToList())
        {
            var given = Math.Min(most, sized[set] - Available(set));
            if (given <= 0)
                continue;
            sized[set] -= given;
            most -= given;
        }

        var spare = sized.Sum(pair => Math.Min(pair.Value, Available(pair.Key))) + Available(newSet) - least;
        foreach (var set in sized.Keys.ToList())
        {
            var given = Math.Min(sized[set], spare);
            if (given <= 0)
                continue;
            sized[set] -= given;
            spare -= given;
        }

        var changed = false;
        foreach (var (set, replicas) in sized)
            changed |= SetReplicas(deployment, set, replicas);
        return changed;
    }

    public bool EmptyOld(JsonObject deployment, List<JsonObject> old)
    {
        var changed = false;
        foreach (var set in old.Where(set => Rollout.Replicas(set) > 0))
            changed |= SetReplicas(deployment, set, 0);
        return changed;
    }

    /// <summary>Sizes the ReplicaSets to a new number of replicas in proportion, without rolling anything out.</summary>
    public void Scale(JsonObject deployment, JsonObject? newSet, List<JsonObject> old)
    {
        var wanted = Rollout.Replicas(deployment);
        var active = old.Append(newSet).OfType<JsonObject>().Where(set => Rollout.Replicas(set) > 0).ToList();
        if (active.Count <= 1)
        {
            if ((active.Count == 1 ? active[0] : newSet) is { } only)
                SetReplicas(deployment, only, wanted);
            return;
        }

        if (newSet is not null && Rollout.Replicas(newSet) == wanted && Available(newSet) == wanted)
        {
            EmptyOld(deployment, old);
            return;
        }

        if (Rollout.IsRecreate(deployment))
            return;
        var all = active.Sum(Rollout.Replicas);
        var most = wanted > 0 ? wanted + Rollout.Limits(deployment).Surge : 0;
        var left = most - all;
        var byWeight = left > 0 ? active.OrderByDescending(Rollout.Replicas).ThenByDescending(set => set.Version()) : active.OrderByDescending(Rollout.Replicas).ThenBy(set => set.Version());
        var shares = byWeight.Select(set =>
        {
            var before = decimal.TryParse(set.Annotation(Max), CultureInfo.InvariantCulture, out var max) && max > 0 ? max : most;
            var share = (long)Math.Round(Rollout.Replicas(set) * most / before, MidpointRounding.AwayFromZero) - Rollout.Replicas(set);
            share = left > 0 ? Math.Clamp(share, 0, left) : Math.Clamp(share, left, 0);
            left -= share;
            return (Set: set, Replicas: Rollout.Replicas(set) + share);
        }).ToList();
        for (var i = 0; i < shares.Count; i++)
            SetReplicas(deployment, shares[i].Set, Math.Max(0, shares[i].Replicas + (i == 0 ? left : 0)));
    }

    private static long Available(JsonObject set) => set.Number("status", "availableReplicas") ?? 0;

    private bool SetReplicas(JsonObject deployment, JsonObject set, long replicas)
    {
        var before = Rollout.Replicas(set);
        var stored = cluster.Update(Kinds.ReplicaSets.Key(set.Namespace(), set.Name()), set, copy =>
        {
            var annotated = Annotate(copy.Ensure("metadata").Ensure("annotations"), deployment);
            if (Rollout.Replicas(copy) == replicas)
                return annotated;
            copy.Ensure("spec")["replicas"] = replicas;
            return true;
        });
        if (before == replicas || stored is null)
            return false;
        cluster.Events.Normal("deployment-controller", "apps/v1", "Deployment", deployment, "ScalingReplicaSet",
            $"Scaled {(replicas > before ? "up" : "down")} replica set {set.Name()} from {before} to {replicas}");
        return true;
    }
}

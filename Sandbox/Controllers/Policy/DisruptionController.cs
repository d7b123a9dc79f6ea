using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Controllers.Workloads;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Policy;

/// <summary>Counts for each PodDisruptionBudget how many of its pods may be taken away now (pkg/controller/disruption).</summary>
internal sealed class DisruptionController(Cluster cluster) : Controller(cluster)
{
    private readonly Dictionary<string, HashSet<ObjectKey>> _budgets = [];

    public override void Observe(Change change)
    {
        if (change.Key.Namespace is not { } @namespace)
            return;
        if (change.Resource == Kinds.DisruptionBudgets)
        {
            if (!_budgets.TryGetValue(@namespace, out var keys))
                _budgets[@namespace] = keys = [];
            if (change.Type == ChangeType.Deleted)
                keys.Remove(change.Key);
            else
                keys.Add(change.Key);
            Enqueue(change.Key);
        }
        else if ((change.Resource == Kinds.Pods || change.Resource == Kinds.ReplicaSets || change.Resource == Kinds.StatefulSets || change.Resource == Kinds.Deployments)
            && _budgets.TryGetValue(@namespace, out var budgets))
        {
            foreach (var key in budgets)
            {
                if (change.Resource != Kinds.Pods || (Cluster.Find(key) is { } budget && Selector.Of(budget.At("spec", "selector")).Matches(change.Current)))
                    Enqueue(key);
            }
        }
    }

    public override void Reconcile(ObjectKey key)
    {
        if (Cluster.Find(key) is not { } budget || budget.IsDeleting())
            return;
        var selector = Selector.Of(budget.At("spec", "selector"));
        var pods = budget.Map("spec", "selector") is null ? [] : Cluster.Index.Matching(Kinds.Pods, key.Namespace!, selector).Select(pod => pod.Document).Where(pod => pod.IsActive()).ToList();
        var expected = Expected(pods);
        var healthy = pods.LongCount(pod => pod.IsReady());
        long desired;
        if (budget.At("spec", "maxUnavailable") is { } maxUnavailable)
        {
            desired = Math.Max(0, expected - Rollout.Resolve(maxUnavailable, expected, roundUp: true));
        }
        else
        {
            var minAvailable = budget.At("spec", "minAvailable");
            if (minAvailable.AsNumber() is not null)
                expected = pods.Count;
            desired = Rollout.Resolve(minAvailable, expected, roundUp: true);
        }

        var allowed = expected == 0 ? 0 : Math.Max(0, healthy - desired);
        var status = budget.Map("status")?.Copy() ?? [];
        var before = status.ToJsonString();
        status["currentHealthy"] = healthy;
        status["desiredHealthy"] = desired;
        status["disruptionsAllowed"] = allowed;
        status["expectedPods"] = expected;
        status["observedGeneration"] = budget.Generation();
        status.SetCondition("DisruptionAllowed", allowed > 0 ? "True" : "False", allowed > 0 ? "SufficientPods" : "InsufficientPods", "", Now);
        foreach (var condition in status.Items("conditions"))
            condition["observedGeneration"] = budget.Generation();
        if (status.ToJsonString() != before)
            Cluster.SetStatus(key, budget, status);
    }

    // As many as the pods' controllers want; a pod without one counts for itself.
    private long Expected(List<JsonObject> pods)
    {
        var counted = new HashSet<string>();
        long expected = 0;
        foreach (var pod in pods)
        {
            var reference = pod.ControllerReference();
            var owner = reference is null ? null : Cluster.Index.FindUid(reference.Text("uid") ?? "") is { } key ? Cluster.Find(key) : null;
            if (owner.ControllerReference() is { } above && Cluster.Index.FindUid(above.Text("uid") ?? "") is { } aboveKey)
                owner = Cluster.Find(aboveKey) ?? owner;
            if (owner is null)
                expected++;
            else if (counted.Add(owner.Uid()))
                expected += owner.At("spec", "replicas") is null ? pods.Count(other => other.ControllerReference().Text("uid") == reference.Text("uid")) : Rollout.Replicas(owner);
        }

        return expected;
    }
}

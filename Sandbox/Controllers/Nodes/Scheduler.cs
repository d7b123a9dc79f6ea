using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Controllers.Volumes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Nodes;

/// <summary>Gives each new pod a node that it fits on, or says why there is none (pkg/scheduler).</summary>
internal sealed class Scheduler(Cluster cluster) : Controller(cluster)
{
    private readonly NodeUsage _usage = new();
    private readonly HashSet<ObjectKey> _waiting = [];

    public override void Observe(Change change)
    {
        if (change.Resource == Kinds.Pods)
        {
            if (_usage.Observe(change))
                RetryAll();
            if (change.Type == ChangeType.Deleted)
                _waiting.Remove(change.Key);
            else if (change.Current.Text("spec", "nodeName") is null)
                Enqueue(change.Key);
        }
        else if (change.Resource == Kinds.Nodes || change.Resource == Kinds.Claims || change.Resource == Kinds.Volumes || change.Resource == Kinds.StorageClasses)
        {
            RetryAll();
        }
    }

    public override void Reconcile(ObjectKey key)
    {
        _waiting.Remove(key);
        if (Cluster.Find(key) is not { } pod || pod.Text("spec", "nodeName") is not null || pod.IsDeleting() || pod.IsFinished()
            || (pod.Text("spec", "schedulerName") ?? "default-scheduler") != "default-scheduler")
            return;
        if (pod.Items("spec", "schedulingGates").Any())
        {
            Refuse(key, pod, "SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates");
            return;
        }

        var nodes = Cluster.Index.All(Kinds.Nodes);
        if (nodes.Count == 0)
        {
            Fail(key, pod, "no nodes available to schedule pods");
            return;
        }

        if (ClaimRefusal(pod, out var unbound) is { } refusal)
        {
            Fail(key, pod, $"0/{nodes.Count} nodes are available: {refusal}. preemption: 0/{nodes.Count} nodes are available: {nodes.Count} Preemption is not helpful for scheduling.");
            return;
        }

        var reasons = new List<string>();
        var hopeless = 0;
        foreach (var (_, node) in nodes)
        {
            var misfits = NodeFit.Misfits(pod, node, _usage, out var resolvable);
            if (misfits.Count == 0)
            {
                Bind(key, pod, node.Name(), unbound);
                return;
            }

            reasons.AddRange(misfits);
            hopeless += resolvable ? 0 : 1;
        }

        var counted = reasons.GroupBy(reason => reason).OrderBy(group => $"{group.Count()} {group.Key}", StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}");
        var preemption = new List<string>();
        if (nodes.Count > hopeless)
            preemption.Add($"{nodes.Count - hopeless} No preemption victims found for incoming pod");
        if (hopeless > 0)
            preemption.Add($"{hopeless} Preemption is not helpful for scheduling");
        Fail(key, pod, $"0/{nodes.Count} nodes are available: {string.Join(", ", counted)}. no new claims to deallocate, preemption: 0/{nodes.Count} nodes are available: {string.Join(", ", preemption)}.");
    }

    // Claims must be bound first, except those that wait for their first pod: these are told the node and come back bound.
    private string? ClaimRefusal(JsonObject pod, out List<(ObjectKey Key, JsonObject Claim)> unbound)
    {
        unbound = [];
        foreach (var name in ObjectIndex.PodClaims(pod))
        {
            var key = Kinds.Claims.Key(pod.Namespace(), name);
            if (Cluster.Find(key) is not { } claim)
                return $"persistentvolumeclaim \"{name}\" not found";
            if (claim.IsDeleting())
                return $"persistentvolumeclaim \"{name}\" is being deleted";
            if (claim.Text("status", "phase") == "Lost")
                return $"persistentvolumeclaim \"{name}\" bound to non-existent persistentvolume \"{claim.Text("spec", "volumeName")}\"";
            if (claim.Text("status", "phase") == "Bound")
                continue;
            if (!StorageClasses.WaitsForFirstConsumer(Cluster, claim))
                return "pod has unbound immediate PersistentVolumeClaims";
            unbound.Add((key, claim));
        }

        return null;
    }

    private void Bind(ObjectKey key, JsonObject pod, string node, List<(ObjectKey Key, JsonObject Claim)> unbound)
    {
        if (unbound.Count > 0)
        {
            foreach (var (claimKey, claim) in unbound.Where(claim => claim.Claim.Annotation(StorageClasses.SelectedNode) is null))
            {
                Cluster.Update(claimKey, claim, copy =>
                {
                    copy.Ensure("metadata").Ensure("annotations")[StorageClasses.SelectedNode] = node;
                    return true;
                });
            }

            _waiting.Add(key);
            return;
        }

        var bound = Cluster.Update(key, pod, copy =>
        {
            if (copy.Text("spec", "nodeName") is not null || copy.IsDeleting())
                return false;
            copy.Ensure("spec")["nodeName"] = node;
            copy.Ensure("status").SetCondition("PodScheduled", "True", null, null, Now, "lastProbeTime");
            NullProbeTime(copy);
            return true;
        });
        if (bound?.Text("spec", "nodeName") != node)
            return;
        _usage.Take(bound, node);
        Cluster.Events.Normal("default-scheduler", "v1", "Pod", bound, "Scheduled", $"Successfully assigned {pod.Namespace()}/{pod.Name()} to {node}");
    }

    private void Fail(ObjectKey key, JsonObject pod, string message)
    {
        if (Refuse(key, pod, "Unschedulable", message))
            Cluster.Events.Warning("default-scheduler", "v1", "Pod", pod, "FailedScheduling", message);
    }

    private bool Refuse(ObjectKey key, JsonObject pod, string reason, string message)
    {
        _waiting.Add(key);
        var changed = false;
        Cluster.Update(key, pod, copy =>
        {
            changed = copy.Ensure("status").SetCondition("PodScheduled", "False", reason, message, Now, "lastProbeTime");
            NullProbeTime(copy);
            return changed;
        });
        return changed;
    }

    // The field is not omitempty: real pods always show it, and it is never set.
    private static void NullProbeTime(JsonObject pod)
    {
        foreach (var condition in pod.Items("status", "conditions"))
            condition["lastProbeTime"] = null;
    }

    private void RetryAll()
    {
        foreach (var key in _waiting)
            Enqueue(key);
    }
}

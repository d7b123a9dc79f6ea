using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Workloads;

/// <summary>Keeps numbered pods with their claims, one after the other or all at once (pkg/controller/statefulset).</summary>
internal sealed class StatefulSetController(Cluster cluster) : Controller(cluster)
{
    private readonly ControllerRevisions _revisions = new(cluster, "StatefulSet");
    private readonly StatefulPods _pods = new(cluster);

    public override void Observe(Change change)
    {
        if (change.Resource == Kinds.StatefulSets)
        {
            if (change.Type != ChangeType.Deleted)
                Enqueue(change.Key);
        }
        else if (change.Resource == Kinds.Pods)
        {
            foreach (var name in change.ControllerNames("StatefulSet"))
                Enqueue(Kinds.StatefulSets.Key(change.Key.Namespace, name));
            foreach (var adopter in Cluster.Adopters(Kinds.StatefulSets, change).Where(adopter => StatefulPods.OrdinalOf(change.Current, adopter.Name) is not null))
                Enqueue(adopter);
        }
    }

    public override void Reconcile(ObjectKey key)
    {
        if (Cluster.Find(key) is not { } set)
            return;
        var selector = Selector.Of(set.At("spec", "selector"));
        if (selector.IsEmpty)
            return;
        var collisions = set.Number("status", "collisionCount") ?? 0;
        var update = _revisions.Sync(set, ref collisions);
        var currentName = set.Text("status", "currentRevision") is { Length: > 0 } name ? name : update.Name();
        var current = _revisions.Of(set).FirstOrDefault(revision => revision.Name() == currentName) ?? update;
        StatusException? refusal = null;
        if (!set.IsDeleting())
        {
            try
            {
                _pods.Converge(set, Owned(set, selector), current, update);
            }
            catch (StatusException caught)
            {
                refusal = caught;
            }
        }

        var pods = Owned(set, selector);
        var status = Status(set, pods, current, update, collisions);
        Cluster.SetStatus(key, set, status);
        _revisions.CleanUp(set, pods.Select(pod => pod.Label(ControllerRevisions.HashLabel) ?? "").Append(update.Name()).Append(status.Text("currentRevision")!).ToHashSet());
        var minReady = set.Number("spec", "minReadySeconds") ?? 0;
        if (minReady > 0 && pods.Where(pod => pod.IsReady() && !pod.IsAvailable(minReady, Now)).Select(pod => pod.AvailableAt(minReady)).Min() is { } at)
            EnqueueAt(key, at);
        if (refusal is not null)
            throw refusal;
    }

    private List<JsonObject> Owned(JsonObject set, Selector selector) =>
        [.. Cluster.Claim(Kinds.Pods, set, "apps/v1", "StatefulSet", selector).Where(pod => StatefulPods.OrdinalOf(pod, set.Name()) is not null)];

    private JsonObject Status(JsonObject set, List<JsonObject> pods, JsonObject current, JsonObject update, long collisions)
    {
        var minReady = set.Number("spec", "minReadySeconds") ?? 0;
        var present = pods.Where(pod => !pod.IsFinished()).ToList();
        var status = new JsonObject { ["observedGeneration"] = set.Generation(), ["replicas"] = (long)present.Count };
        var updated = present.LongCount(pod => !pod.IsDeleting() && pod.Label(ControllerRevisions.HashLabel) == update.Name());
        var ready = present.LongCount(pod => pod.IsReady());
        var currentName = current.Name();
        // The rollout is complete once every pod is updated and ready; then what was new is current.
        if (set.Text("spec", "updateStrategy", "type") != "OnDelete" && updated == present.Count && ready == present.Count && updated == Rollout.Replicas(set))
            currentName = update.Name();
        Put(status, "readyReplicas", ready);
        Put(status, "currentReplicas", present.LongCount(pod => !pod.IsDeleting() && pod.Label(ControllerRevisions.HashLabel) == currentName));
        Put(status, "updatedReplicas", updated);
        status["currentRevision"] = currentName;
        status["updateRevision"] = update.Name();
        status["collisionCount"] = collisions;
        status["availableReplicas"] = present.LongCount(pod => pod.IsAvailable(minReady, Now));
        return status;
    }

    private static void Put(JsonObject status, string field, long value)
    {
        if (value > 0)
            status[field] = value;
    }
}

using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Workloads;

/// <summary>Rolls a Deployment's template out through ReplicaSets (pkg/controller/deployment).</summary>
internal sealed class DeploymentController(Cluster cluster) : Controller(cluster)
{
    private readonly DeploymentRevisions _revisions = new(cluster);
    private readonly DeploymentScaling _scaling = new(cluster);

    public override void Observe(Change change)
    {
        if (change.Resource == Kinds.Deployments)
        {
            if (change.Type != ChangeType.Deleted)
                Enqueue(change.Key);
        }
        else if (change.Resource == Kinds.ReplicaSets)
        {
            foreach (var name in change.ControllerNames("Deployment"))
                Enqueue(Kinds.Deployments.Key(change.Key.Namespace, name));
            foreach (var adopter in Cluster.Adopters(Kinds.Deployments, change))
                Enqueue(adopter);
        }
    }

    public override void Reconcile(ObjectKey key)
    {
        if (Cluster.Find(key) is not { } deployment)
            return;
        var selector = Selector.Of(deployment.At("spec", "selector"));
        if (selector.IsEmpty)
            return;
        var sets = Cluster.Claim(Kinds.ReplicaSets, deployment, "apps/v1", "Deployment", selector);
        var status = deployment.Map("status")?.Copy() ?? [];
        var newSet = Carry(ref deployment, sets, status);
        var old = sets.Where(set => set.Uid() != newSet.Uid()).ToList();
        DeploymentStatus.Fill(status, deployment, newSet, Refresh(old), Now);
        Cluster.SetStatus(key, deployment, status);
        if (DeploymentStatus.DeadlineOf(deployment, status) is { } deadline)
            EnqueueAt(key, deadline);
    }

    // One step of the rollout; the change it makes to a ReplicaSet brings the next one about. Gives the ReplicaSet of the current template.
    private JsonObject? Carry(ref JsonObject deployment, List<JsonObject> sets, JsonObject status)
    {
        var paused = deployment.Flag("spec", "paused");
        if (deployment.IsDeleting())
            return DeploymentRevisions.FindNew(deployment, sets);
        DeploymentStatus.NotePause(status, deployment, paused, Now);
        if (paused || DeploymentScaling.IsScaled(deployment, sets))
        {
            var current = _revisions.Sync(ref deployment, sets, create: false, status);
            _scaling.Scale(deployment, current, Others(sets, current));
            if (paused)
                _revisions.CleanUp(deployment, Others(sets, current));
            return Refresh(current);
        }

        return Rollout.IsRecreate(deployment) ? Recreate(ref deployment, sets, status) : Roll(ref deployment, sets, status);
    }

    private JsonObject? Roll(ref JsonObject deployment, List<JsonObject> sets, JsonObject status)
    {
        var newSet = _revisions.Sync(ref deployment, sets, create: true, status);
        var old = Others(sets, newSet);
        if (newSet is null)
            return null;
        if (_scaling.GrowNew(deployment, newSet, old) || _scaling.ShrinkOld(deployment, newSet, old))
            return Refresh(newSet);
        if (DeploymentStatus.IsComplete(deployment))
            _revisions.CleanUp(deployment, old);
        return newSet;
    }

    private JsonObject? Recreate(ref JsonObject deployment, List<JsonObject> sets, JsonObject status)
    {
        var newSet = _revisions.Sync(ref deployment, sets, create: false, status);
        var old = Others(sets, newSet);
        if (_scaling.EmptyOld(deployment, old))
            return newSet;
        // The old pods must be gone, not only going.
        if (old.Any(set => Cluster.Index.OwnedBy(set.Uid(), Kinds.Pods).Any(pod => !pod.Document.IsFinished())))
            return newSet;
        newSet ??= _revisions.Sync(ref deployment, sets, create: true, status);
        if (newSet is null)
            return null;
        _scaling.GrowNew(deployment, newSet, old);
        if (DeploymentStatus.IsComplete(deployment))
            _revisions.CleanUp(deployment, old);
        return Refresh(newSet);
    }

    private static List<JsonObject> Others(List<JsonObject> sets, JsonObject? newSet) => [.. sets.Where(set => set.Uid() != newSet.Uid())];

    private JsonObject? Refresh(JsonObject? set) => set is null ? null : Cluster.Find(Kinds.ReplicaSets.Key(set.Namespace(), set.Name()));

    private List<JsonObject> Refresh(List<JsonObject> sets) => [.. sets.Select(Refresh).OfType<JsonObject>()];
}

using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Volumes;

/// <summary>The phases of volumes: available, released when their claim is gone, then deleted or kept as their policy says.</summary>
internal sealed class VolumeController(Cluster cluster) : Controller(cluster)
{
    private const string Protection = "kubernetes.io/pv-protection";

    public override void Observe(Change change)
    {
        if (change.Resource == Kinds.Volumes)
            Enqueue(change.Key);
        else if (change.Resource == Kinds.Claims && change.Type == ChangeType.Deleted && change.Current.Text("spec", "volumeName") is { Length: > 0 } volume)
            Enqueue(Kinds.Volumes.Key(null, volume));
    }

    public override void Reconcile(ObjectKey key)
    {
        if (Cluster.Find(key) is not { } volume)
            return;
        var claimName = volume.Text("spec", "claimRef", "name");
        var claim = claimName is null ? null : Cluster.Find(Kinds.Claims.Key(volume.Text("spec", "claimRef", "namespace"), claimName));
        var isClaimed = claim is not null && (volume.Text("spec", "claimRef", "uid") is not { } uid || uid == claim.Uid());
        if (volume.IsDeleting())
        {
            if (!isClaimed)
                Cluster.Update(key, volume, copy => copy.RemoveFinalizer(Protection));
            return;
        }

        var phase = volume.Text("status", "phase");
        if (claimName is null || (claim is null && volume.Text("spec", "claimRef", "uid") is null))
            SetPhase(key, volume, "Available");
        else if (!isClaimed && phase is ("Bound" or "Released"))
        {
            SetPhase(key, volume, "Released");
            if (volume.Text("spec", "persistentVolumeReclaimPolicy") == "Delete")
                Cluster.Delete(key, volume);
        }
    }

    private void SetPhase(ObjectKey key, JsonObject volume, string phase)
    {
        if (volume.Text("status", "phase") == phase)
            return;
        var status = volume.Map("status")?.Copy() ?? [];
        status["phase"] = phase;
        status["lastPhaseTransitionTime"] = Now.Stamp();
        Cluster.SetStatus(key, volume, status);
    }
}

using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Volumes;

/// <summary>Binds claims to volumes, provisioning them as their class asks, and protects claims that are in use (pkg/controller/volume).</summary>
internal sealed class ClaimController(Cluster cluster) : Controller(cluster)
{
    private const string Component = "persistentvolume-controller";
    private const string Protection = "kubernetes.io/pvc-protection";

    public override void Observe(Change change)
    {
        if (change.Resource == Kinds.Claims)
        {
            Enqueue(change.Key);
        }
        else if (change.Resource == Kinds.Pods)
        {
            if (change.Type != ChangeType.Added || change.Current.IsDeleting())
            {
                foreach (var claim in ObjectIndex.PodClaims(change.Current))
                    Enqueue(Kinds.Claims.Key(change.Key.Namespace, claim));
            }
        }
        else if (change.Resource == Kinds.Volumes)
        {
            if (change.Current.Text("spec", "claimRef", "name") is { } name)
                Enqueue(Kinds.Claims.Key(change.Current.Text("spec", "claimRef", "namespace"), name));
            else
                EnqueuePending();
        }
        else if (change.Resource == Kinds.StorageClasses)
        {
            EnqueuePending();
        }
    }

    public override void Reconcile(ObjectKey key)
    {
        if (Cluster.Find(key) is not { } claim)
            return;
        if (claim.IsDeleting())
        {
            if (!Cluster.Index.UsersOf(key.Namespace!, key.Name).Any(user => !user.Document.IsFinished()))
                Cluster.Update(key, claim, copy => copy.RemoveFinalizer(Protection));
            return;
        }

        claim = Cluster.Update(key, claim, Prepare);
        if (claim is null)
            return;
        if (claim.Text("spec", "volumeName") is { Length: > 0 } volume)
            Follow(key, claim, volume);
        else
            Provide(key, claim);
    }

    // What admission does in a real server; harmless when it was done.
    private bool Prepare(JsonObject claim)
    {
        var changed = claim.AddFinalizer(Protection);
        if (claim.At("spec", "storageClassName") is null && StorageClasses.DefaultOf(Cluster) is { } standard)
        {
            claim.Ensure("spec")["storageClassName"] = standard.Name();
            changed = true;
        }

        if (claim.Text("status", "phase") is null)
        {
            claim.Ensure("status")["phase"] = "Pending";
            changed = true;
        }

        return changed;
    }

    private void Follow(ObjectKey key, JsonObject claim, string name)
    {
        if (Cluster.Find(Kinds.Volumes.Key(null, name)) is { } volume)
        {
            if (Refers(volume, claim) || volume.Map("spec", "claimRef") is null)
                Bind(key, claim, volume);
        }
        else if (claim.Text("status", "phase") == "Bound")
        {
            var status = claim.Map("status")!.Copy();
            status["phase"] = "Lost";
            Cluster.SetStatus(key, claim, status);
            Cluster.Events.Warning(Component, "v1", "PersistentVolumeClaim", claim, "ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!");
        }
    }

    private void Provide(ObjectKey key, JsonObject claim)
    {
        if (FindVolume(claim) is { } volume)
        {
            Bind(key, claim, volume);
            return;
        }

        var className = claim.Text("spec", "storageClassName");
        if (string.IsNullOrEmpty(className))
        {
            Cluster.Events.Normal(Component, "v1", "PersistentVolumeClaim", claim, "FailedBinding", "no persistent volumes available for this claim and no storage class is set");
            return;
        }

        if (StorageClasses.Of(Cluster, claim) is not { } storageClass)
        {
            Cluster.Events.Warning(Component, "v1", "PersistentVolumeClaim", claim, "ProvisioningFailed", $"storageclass.storage.k8s.io \"{className}\" not found");
            return;
        }

        var provisioner = storageClass.Text("provisioner") ?? "";
        if (storageClass.Text("volumeBindingMode") == "WaitForFirstConsumer" && claim.Annotation(StorageClasses.SelectedNode) is null)
        {
            Cluster.Events.Normal(Component, "v1", "PersistentVolumeClaim", claim, "WaitForFirstConsumer", "waiting for first consumer to be created before binding");
            return;
        }

        if (provisioner != StorageClasses.Provisioner)
        {
            Cluster.Events.Normal(Component, "v1", "PersistentVolumeClaim", claim, "ExternalProvisioning",
                $"Waiting for a volume to be created either by the external provisioner '{provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.");
            return;
        }

        Provision(key, claim, storageClass);
    }

    private void Provision(ObjectKey key, JsonObject claim, JsonObject storageClass)
    {
        var name = $"pvc-{claim.Uid()}";
        var volumeKey = Kinds.Volumes.Key(null, name);
        Cluster.Events.Normal(StorageClasses.Provisioner, "v1", "PersistentVolumeClaim", claim, "Provisioning", $"External provisioner is provisioning volume for claim \"{key.Namespace}/{key.Name}\"");
        var volume = Cluster.Find(volumeKey) ?? Cluster.Create(volumeKey, new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "PersistentVolume",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["annotations"] = new JsonObject { ["pv.kubernetes.io/provisioned-by"] = StorageClasses.Provisioner },
                ["finalizers"] = new JsonArray("kubernetes.io/pv-protection"),
            },
            ["spec"] = new JsonObject
            {
                ["accessModes"] = claim.At("spec", "accessModes")?.DeepClone() ?? new JsonArray("ReadWriteOnce"),
                ["capacity"] = new JsonObject { ["storage"] = claim.At("spec", "resources", "requests", "storage")?.DeepClone() ?? "1Gi" },
                ["claimRef"] = ReferenceTo(claim),
                ["hostPath"] = new JsonObject { ["path"] = $"/var/sandbox/{name}", ["type"] = "DirectoryOrCreate" },
                ["persistentVolumeReclaimPolicy"] = storageClass.Text("reclaimPolicy") ?? "Delete",
                ["storageClassName"] = storageClass.Name(),
                ["volumeMode"] = claim.Text("spec", "volumeMode") ?? "Filesystem",
            },
            ["status"] = new JsonObject { ["phase"] = "Pending" },
        });
        Cluster.Events.Normal(StorageClasses.Provisioner, "v1", "PersistentVolumeClaim", claim, "ProvisioningSucceeded", $"Successfully provisioned volume {name}");
        Bind(key, claim, volume);
    }

    private void Bind(ObjectKey key, JsonObject claim, JsonObject volume)
    {
        var volumeKey = Kinds.Volumes.Key(null, volume.Name());
        volume = Cluster.Update(volumeKey, volume, copy =>
        {
            var wanted = claim.Text("spec", "resources", "requests", "storage");
            // The simulated volumes can all be expanded: a claim that asks for more gets it.
            var grows = Nodes.PodResources.Amount(wanted) > Nodes.PodResources.Amount(copy.Text("spec", "capacity", "storage"));
            if (grows)
                copy.Ensure("spec").Ensure("capacity")["storage"] = wanted;
            if (Refers(copy, claim) && copy.Text("status", "phase") == "Bound")
                return grows;
            copy.Ensure("spec")["claimRef"] = ReferenceTo(claim);
            copy.Ensure("status")["phase"] = "Bound";
            copy.Ensure("status")["lastPhaseTransitionTime"] = Now.Stamp();
            return true;
        }) ?? volume;
        Cluster.Update(key, claim, copy =>
        {
            if (copy.Text("status", "phase") == "Bound" && JsonNode.DeepEquals(copy.At("status", "capacity", "storage"), volume.At("spec", "capacity", "storage")))
                return false;
            var annotations = copy.Ensure("metadata").Ensure("annotations");
            annotations["pv.kubernetes.io/bind-completed"] = "yes";
            if (copy.Text("spec", "volumeName") is null)
                annotations["pv.kubernetes.io/bound-by-controller"] = "yes";
            if (volume.Annotation("pv.kubernetes.io/provisioned-by") is { } provisioner)
            {
                annotations["volume.beta.kubernetes.io/storage-provisioner"] = provisioner;
                annotations["volume.kubernetes.io/storage-provisioner"] = provisioner;
            }

            copy.Ensure("spec")["volumeName"] = volume.Name();
            copy["status"] = new JsonObject { ["accessModes"] = volume.At("spec", "accessModes")?.DeepClone(), ["capacity"] = volume.At("spec", "capacity")?.DeepClone(), ["phase"] = "Bound" };
            return true;
        });
    }

    private JsonObject? FindVolume(JsonObject claim) => Cluster.Index.All(Kinds.Volumes).Select(found => found.Document).Where(volume => !volume.IsDeleting())
        .Where(volume => Refers(volume, claim) || (volume.Map("spec", "claimRef") is null && volume.Text("status", "phase") is null or "Pending" or "Available" && Fits(volume, claim)))
        .OrderBy(volume => Nodes.PodResources.Amount(volume.Text("spec", "capacity", "storage")))
        .FirstOrDefault();

    private static bool Fits(JsonObject volume, JsonObject claim) =>
        (volume.Text("spec", "storageClassName") ?? "") == (claim.Text("spec", "storageClassName") ?? "")
        && Nodes.PodResources.Amount(volume.Text("spec", "capacity", "storage")) >= Nodes.PodResources.Amount(claim.Text("spec", "resources", "requests", "storage"))
        && claim.Texts("spec", "accessModes").All(mode => volume.Texts("spec", "accessModes").Contains(mode))
        && Selector.Of(claim.At("spec", "selector")).Matches(volume);

    private static bool Refers(JsonObject volume, JsonObject claim) =>
        volume.Text("spec", "claimRef", "name") == claim.Name() && volume.Text("spec", "claimRef", "namespace") == claim.Namespace()
        && (volume.Text("spec", "claimRef", "uid") is null || volume.Text("spec", "claimRef", "uid") == claim.Uid());

    private static JsonObject ReferenceTo(JsonObject claim) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "PersistentVolumeClaim",
        ["name"] = claim.Name(),
        ["namespace"] = claim.Namespace(),
        ["resourceVersion"] = claim.Text("metadata", "resourceVersion"),
        ["uid"] = claim.Uid(),
    };

    private void EnqueuePending()
    {
        foreach (var (key, claim) in Cluster.Index.All(Kinds.Claims))
        {
            if (claim.Text("status", "phase") != "Bound")
                Enqueue(key);
        }
    }
}

using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Volumes;

/// <summary>Makes the configured storage classes once, and answers what a claim's class asks for.</summary>
internal sealed class StorageClasses(Cluster cluster) : Controller(cluster)
{
    /// <summary>The provisioner of the simulated volumes.</summary>
    public const string Provisioner = "sandbox.dodas.io/volumes";

    /// <summary>Where the scheduler tells the provisioner the node of the first pod.</summary>
    public const string SelectedNode = "volume.kubernetes.io/selected-node";

    private const string Default = "storageclass.kubernetes.io/is-default-class";

    public static JsonObject? Of(Cluster cluster, JsonObject claim) =>
        claim.Text("spec", "storageClassName") is { Length: > 0 } name ? cluster.Find(Kinds.StorageClasses.Key(null, name)) : null;

    public static bool WaitsForFirstConsumer(Cluster cluster, JsonObject claim) => Of(cluster, claim).Text("volumeBindingMode") == "WaitForFirstConsumer";

    /// <summary>The default class: of several the youngest, as the API server chooses.</summary>
    public static JsonObject? DefaultOf(Cluster cluster) => cluster.Index.All(Kinds.StorageClasses)
        .Select(found => found.Document)
        .Where(found => found.Annotation(Default) == "true")
        .OrderByDescending(found => found.Text("metadata", "creationTimestamp"), StringComparer.Ordinal)
        .ThenBy(found => found.Name(), StringComparer.Ordinal)
        .FirstOrDefault();

    public override void Start()
    {
        // A class that somebody deleted stays deleted: only an empty cluster gets the configured ones.
        if (Cluster.Index.All(Kinds.StorageClasses).Count > 0 || Cluster.Index.All(Kinds.Nodes).Count > 0)
            return;
        foreach (var wanted in Cluster.Options.StorageClasses)
            Enqueue(Kinds.StorageClasses.Key(null, wanted.Name));
    }

    public override void Observe(Change change)
    {
    }

    public override void Reconcile(ObjectKey key)
    {
        if (Cluster.Find(key) is not null || Cluster.Options.StorageClasses.FirstOrDefault(found => found.Name == key.Name) is not { } wanted)
            return;
        var metadata = new JsonObject { ["name"] = wanted.Name };
        if (wanted.IsDefault)
            metadata["annotations"] = new JsonObject { [Default] = "true" };
        Cluster.Create(key, new JsonObject
        {
            ["apiVersion"] = "storage.k8s.io/v1",
            ["kind"] = "StorageClass",
            ["metadata"] = metadata,
            ["provisioner"] = Provisioner,
            ["reclaimPolicy"] = "Delete",
            ["volumeBindingMode"] = wanted.WaitsForFirstConsumer ? "WaitForFirstConsumer" : "Immediate",
            ["allowVolumeExpansion"] = true,
        });
    }
}

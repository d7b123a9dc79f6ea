using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Workloads;

/// <summary>Keeps as many pods as a ReplicaSet (or ReplicationController) asks for (pkg/controller/replicaset).</summary>
internal sealed class ReplicaSetController(Cluster cluster, GroupResource resource, string apiVersion, string kind) : Controller(cluster)
{
    // At most so many at a time, so that a set of any size leaves room for others; the pods' own changes bring the rest.
    private const int Burst = 500;

    private readonly string _component = kind == "ReplicaSet" ? "replicaset-controller" : "replication-controller";

    public override void Observe(Change change)
    {
        if (change.Resource == resource)
        {
            if (change.Type != ChangeType.Deleted)
                Enqueue(change.Key);
        }
        else if (change.Resource == Kinds.Pods)
        {
            foreach (var name in change.ControllerNames(kind))
                Enqueue(resource.Key(change.Key.Namespace, name));
            foreach (var adopter in Cluster.Adopters(resource, change))
                Enqueue(adopter);
        }
    }

    public override void Reconcile(ObjectKey key)
    {
        if (Cluster.Find(key) is not { } set)
            return;
        var selector = kind == "ReplicaSet" ? Selector.Of(set.At("spec", "selector")) : Selector.OfLabels(set.At("spec", "selector"));
        var pods = Cluster.Claim(Kinds.Pods, set, apiVersion, kind, selector);
        var active = pods.Where(pod => pod.IsActive()).ToList();
        StatusException? refusal = null;
        if (!set.IsDeleting())
        {
            try
            {
                Scale(set, active);
            }
            catch (StatusException caught)
            {
                refusal = caught;
            }
        }

        WriteStatus(key, set, active, pods.Count(pod => pod.IsDeleting()), refusal);
        if (refusal is not null)
            throw refusal;
    }

    private void Scale(JsonObject set, List<JsonObject> active)
    {
        var missing = (set.Number("spec", "replicas") ?? 1) - active.Count;
        for (var made = 0; made < Math.Min(missing, Burst); made++)
            active.Add(CreatePod(set));
        foreach (var pod in active.LeastWantedFirst().Take((int)Math.Clamp(-missing, 0, Burst)).ToList())
        {
            Cluster.Delete(Kinds.Pods.Key(pod.Namespace(), pod.Name()), pod);
            Cluster.Events.Normal(_component, apiVersion, kind, set, "SuccessfulDelete", $"Deleted pod: {pod.Name()}");
            active.Remove(pod);
        }
    }

    private JsonObject CreatePod(JsonObject set)
    {
        var pod = PodTemplates.NewPod(set.At("spec", "template"), set, apiVersion, kind);
        pod.Ensure("metadata")["generateName"] = $"{set.Name()}-";
        try
        {
            var created = Cluster.Create(Kinds.Pods.Key(set.Namespace(), Names.Generate($"{set.Name()}-")), pod);
            Cluster.Events.Normal(_component, apiVersion, kind, set, "SuccessfulCreate", $"Created pod: {created.Name()}");
            return created;
        }
        catch (StatusException refusal)
        {
            Cluster.Events.Warning(_component, apiVersion, kind, set, "FailedCreate", $"Error creating: {refusal.Message}");
            throw;
        }
    }

    private void WriteStatus(ObjectKey key, JsonObject set, List<JsonObject> active, int terminating, StatusException? refusal)
    {
        var minReady = set.Number("spec", "minReadySeconds") ?? 0;
        var labels = Selector.OfLabels(set.At("spec", "template", "metadata", "labels"));
        var ready = active.Count(pod => pod.IsReady());
        var available = active.Count(pod => pod.IsAvailable(minReady, Now));
        var status = new JsonObject { ["replicas"] = (long)active.Count };
        if (active.Count(labels.Matches) is > 0 and var labeled)
            status["fullyLabeledReplicas"] = (long)labeled;
        if (ready > 0)
            status["readyReplicas"] = (long)ready;
        if (available > 0)
            status["availableReplicas"] = (long)available;
        status["observedGeneration"] = set.Generation();
        if (kind == "ReplicaSet")
            status["terminatingReplicas"] = (long)terminating;
        if (set.At("status", "conditions") is { } conditions)
            status["conditions"] = conditions.DeepClone();
        if (refusal is not null && set.Condition("ReplicaFailure") is null)
            status.SetCondition("ReplicaFailure", "True", "FailedCreate", refusal.Message, Now);
        else if (refusal is null)
            status.RemoveCondition("ReplicaFailure");
        Cluster.SetStatus(key, set, status);

        if (minReady > 0 && ready > available)
            EnqueueAt(key, active.Select(pod => pod.AvailableAt(minReady)).Where(at => at > Now).Min() ?? Now);
    }
}

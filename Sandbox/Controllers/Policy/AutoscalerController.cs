using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Controllers.Workloads;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Policy;

/// <summary>
/// The status of HorizontalPodAutoscalers where no metrics are served: it keeps the replicas within the bounds and says, as a real one does,
/// that it could not get the metrics (pkg/controller/podautoscaler).
/// </summary>
internal sealed class AutoscalerController(Cluster cluster) : Controller(cluster)
{
    private const string Component = "horizontal-pod-autoscaler";
    private const string NoMetrics = "the HPA was unable to compute the replica count: ";

    private readonly Dictionary<ObjectKey, HashSet<ObjectKey>> _byTarget = [];

    public override void Observe(Change change)
    {
        if (change.Resource == Kinds.Autoscalers)
        {
            foreach (var keys in _byTarget.Values)
                keys.Remove(change.Key);
            if (change.Type == ChangeType.Deleted || TargetOf(change.Key, change.Current) is not { } target)
                return;
            if (!_byTarget.TryGetValue(target, out var autoscalers))
                _byTarget[target] = autoscalers = [];
            autoscalers.Add(change.Key);
            Enqueue(change.Key);
        }
        else if (_byTarget.TryGetValue(change.Key, out var autoscalers))
        {
            foreach (var key in autoscalers)
                Enqueue(key);
        }
    }

    public override void Reconcile(ObjectKey key)
    {
        if (Cluster.Find(key) is not { } autoscaler || autoscaler.IsDeleting() || TargetOf(key, autoscaler) is not { } targetKey)
            return;
        var status = autoscaler.Map("status")?.Copy() ?? [];
        status.Default("currentMetrics", new JsonArray());
        if (Cluster.Find(targetKey) is not { } target)
        {
            var message = $"the HPA controller was unable to get the target's current scale: {targetKey.Resource.Plural}.{targetKey.Resource.Group} \"{targetKey.Name}\" not found";
            status.SetCondition("AbleToScale", "False", "FailedGetScale", message, Now);
            Cluster.Events.Warning(Component, "autoscaling/v2", "HorizontalPodAutoscaler", autoscaler, "FailedGetScale", message);
            status["desiredReplicas"] = status.Number("desiredReplicas") ?? 0;
            Cluster.SetStatus(key, autoscaler, status);
            return;
        }

        var replicas = Rollout.Replicas(target);
        status["currentReplicas"] = target.Number("status", "replicas") ?? 0;
        if (replicas == 0)
        {
            status["desiredReplicas"] = 0L;
            status.SetCondition("AbleToScale", "True", "SucceededGetScale", "the HPA controller was able to get the target's current scale", Now);
            status.SetCondition("ScalingActive", "False", "ScalingDisabled", "scaling is disabled since the replica count of the target is zero", Now);
            Cluster.SetStatus(key, autoscaler, status);
            return;
        }

        var bounded = Math.Clamp(replicas, autoscaler.Number("spec", "minReplicas") ?? 1, Math.Max(1, autoscaler.Number("spec", "maxReplicas") ?? replicas));
        status["desiredReplicas"] = bounded;
        if (bounded != replicas)
            Rescale(autoscaler, status, targetKey, target, bounded, bounded > replicas ? "Current number of replicas below Spec.MinReplicas" : "Current number of replicas above Spec.MaxReplicas");
        else
            NoteMetrics(autoscaler, status);
        Cluster.SetStatus(key, autoscaler, status);
    }

    private void Rescale(JsonObject autoscaler, JsonObject status, ObjectKey targetKey, JsonObject target, long replicas, string reason)
    {
        Cluster.Update(targetKey, target, copy =>
        {
            copy.Ensure("spec")["replicas"] = replicas;
            return true;
        });
        status["lastScaleTime"] = Now.Stamp();
        status.SetCondition("AbleToScale", "True", "SucceededRescale", $"the HPA controller was able to update the target scale to {replicas}", Now);
        Cluster.Events.Normal(Component, "autoscaling/v2", "HorizontalPodAutoscaler", autoscaler, "SuccessfulRescale", $"New size: {replicas}; reason: {reason}");
    }

    private void NoteMetrics(JsonObject autoscaler, JsonObject status)
    {
        if (!autoscaler.HasCondition("AbleToScale") || autoscaler.Condition("AbleToScale").Text("reason") is "FailedGetScale")
            status.SetCondition("AbleToScale", "True", "SucceededGetScale", "the HPA controller was able to get the target's current scale", Now);
        var resource = autoscaler.Items("spec", "metrics").Select(metric => metric.Text("resource", "name") ?? metric.Text("containerResource", "name")).FirstOrDefault(name => name is not null);
        var (reason, failure) = resource is null
            ? ("FailedGetPodsMetric", "unable to get metrics: unable to fetch metrics from custom metrics API: the server could not find the requested resource")
            : ("FailedGetResourceMetric", $"failed to get {resource} utilization: unable to get metrics for resource {resource}: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)");
        if (!status.SetCondition("ScalingActive", "False", reason, NoMetrics + failure, Now))
            return;
        Cluster.Events.Warning(Component, "autoscaling/v2", "HorizontalPodAutoscaler", autoscaler, reason, failure);
    }

    private ObjectKey? TargetOf(ObjectKey key, JsonObject autoscaler) =>
        Cluster.Known.Find(autoscaler.Text("spec", "scaleTargetRef", "apiVersion") ?? "", autoscaler.Text("spec", "scaleTargetRef", "kind") ?? "") is { } resource
            ? resource.Key(key.Namespace, autoscaler.Text("spec", "scaleTargetRef", "name") ?? "")
            : null;
}

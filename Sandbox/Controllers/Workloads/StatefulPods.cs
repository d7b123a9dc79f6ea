using System.Globalization;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Workloads;

/// <summary>The pods and claims of a StatefulSet: what to make and what to delete next.</summary>
internal sealed class StatefulPods(Cluster cluster)
{
    private const string Component = "statefulset-controller";
    private const int Burst = 500;

    /// <summary>The number at the end of a pod's name, when the rest is the set's name.</summary>
    public static int? OrdinalOf(JsonObject pod, string set)
    {
        var name = pod.Name();
        return name.Length > set.Length + 1 && name.StartsWith(set, StringComparison.Ordinal) && name[set.Length] == '-'
            && int.TryParse(name.AsSpan(set.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) ? ordinal : null;
    }

    /// <summary>Takes the next steps towards the wanted pods; ordered sets take one at a time and wait for it.</summary>
    public void Converge(JsonObject set, List<JsonObject> pods, JsonObject current, JsonObject update)
    {
        var parallel = set.Text("spec", "podManagementPolicy") == "Parallel";
        var start = (int)(set.Number("spec", "ordinals", "start") ?? 0);
        var end = start + (int)Rollout.Replicas(set);
        var byOrdinal = pods.ToDictionary(pod => OrdinalOf(pod, set.Name())!.Value);
        var partition = Math.Max(start, (int)(set.Number("spec", "updateStrategy", "rollingUpdate", "partition") ?? 0));
        var minReady = set.Number("spec", "minReadySeconds") ?? 0;
        var now = cluster.Time.GetUtcNow();
        var made = 0;

        for (var ordinal = start; ordinal < end; ordinal++)
        {
            var pod = byOrdinal.GetValueOrDefault(ordinal);
            if (pod is not null && pod.IsFinished() && !pod.IsDeleting())
            {
                // A finished pod is replaced by a new one of the same name.
                Delete(set, pod);
                if (!parallel)
                    return;
                continue;
            }

            if (pod is null)
            {
                Create(set, ordinal, ordinal >= partition || current.Name() == update.Name() ? update : current);
                if (!parallel || ++made == Burst)
                    return;
            }
            else if (!parallel && (pod.IsDeleting() || !pod.IsAvailable(minReady, now)))
            {
                return;
            }
        }

        foreach (var (ordinal, pod) in byOrdinal.Where(entry => entry.Key < start || entry.Key >= end).OrderByDescending(entry => entry.Key))
        {
            if (!pod.IsDeleting())
                Delete(set, pod);
            if (!parallel)
                return;
        }

        if (set.Text("spec", "updateStrategy", "type") == "OnDelete")
            return;
        var unavailable = Math.Max(1, Rollout.Resolve(set.At("spec", "updateStrategy", "rollingUpdate", "maxUnavailable") ?? JsonValue.Create(1L), Rollout.Replicas(set), roundUp: true));
        var broken = byOrdinal.Count(entry => entry.Key >= start && entry.Key < end && !entry.Value.IsAvailable(minReady, now));
        for (var ordinal = end - 1; ordinal >= partition; ordinal--)
        {
            if (!byOrdinal.TryGetValue(ordinal, out var pod))
                return;
            if (pod.Label(ControllerRevisions.HashLabel) != update.Name() && !pod.IsDeleting())
            {
                if (pod.IsAvailable(minReady, now) && broken >= unavailable)
                    return;
                broken += pod.IsAvailable(minReady, now) ? 1 : 0;
                Delete(set, pod);
            }

            if (pod.IsDeleting() || !pod.IsAvailable(minReady, now) || broken >= unavailable)
                return;
        }
    }

    private void Create(JsonObject set, int ordinal, JsonObject revision)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{set.Name()}-{ordinal}");
        var pod = PodTemplates.NewPod(ControllerRevisions.TemplateOf(revision) ?? set.At("spec", "template"), set, "apps/v1", "StatefulSet");
        var metadata = pod.Ensure("metadata");
        metadata["name"] = name;
        metadata["generateName"] = $"{set.Name()}-";
        var labels = metadata.Ensure("labels");
        labels["apps.kubernetes.io/pod-index"] = ordinal.ToString(CultureInfo.InvariantCulture);
        labels[ControllerRevisions.HashLabel] = revision.Name();
        labels["statefulset.kubernetes.io/pod-name"] = name;
        var spec = pod.Ensure("spec");
        spec["hostname"] = name;
        if (set.Text("spec", "serviceName") is { Length: > 0 } service)
            spec["subdomain"] = service;
        AddClaims(set, name, spec);
        try
        {
            cluster.Create(Kinds.Pods.Key(set.Namespace(), name), pod);
        }
        catch (StatusException refusal)
        {
            cluster.Events.Warning(Component, "apps/v1", "StatefulSet", set, "FailedCreate", $"create Pod {name} in StatefulSet {set.Name()} failed error: {refusal.Message}");
            throw;
        }

        cluster.Events.Normal(Component, "apps/v1", "StatefulSet", set, "SuccessfulCreate", $"create Pod {name} in StatefulSet {set.Name()} successful");
    }

    private void AddClaims(JsonObject set, string pod, JsonObject spec)
    {
        if (!set.Items("spec", "volumeClaimTemplates").Any())
            return;
        if (spec["volumes"] is not JsonArray volumes)
            spec["volumes"] = volumes = [];
        foreach (var template in set.Items("spec", "volumeClaimTemplates"))
        {
            var volume = template.Name();
            var claim = $"{volume}-{pod}";
            foreach (var same in volumes.OfType<JsonObject>().Where(found => found.Text("name") == volume).ToList())
                volumes.Remove(same);
            volumes.Add(new JsonObject { ["name"] = volume, ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = claim } });
            CreateClaim(set, template, claim, pod);
        }
    }

    private void CreateClaim(JsonObject set, JsonObject template, string name, string pod)
    {
        var key = Kinds.Claims.Key(set.Namespace(), name);
        if (cluster.Find(key) is not null)
            return;
        var claim = template.Copy();
        claim["apiVersion"] = "v1";
        claim["kind"] = "PersistentVolumeClaim";
        var metadata = claim.Ensure("metadata");
        metadata["name"] = name;
        metadata["namespace"] = set.Namespace();
        foreach (var (label, value) in set.Pairs("spec", "selector", "matchLabels"))
            metadata.Ensure("labels")[label] = value;
        if (set.Text("spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted") == "Delete")
            metadata["ownerReferences"] = new JsonArray(Owners.ReferenceTo(set, "apps/v1", "StatefulSet"));
        claim["status"] = new JsonObject { ["phase"] = "Pending" };
        try
        {
            cluster.Create(key, claim);
        }
        catch (StatusException refusal)
        {
            cluster.Events.Warning(Component, "apps/v1", "StatefulSet", set, "FailedCreate", $"create Claim {name} for Pod {pod} in StatefulSet {set.Name()} failed error: {refusal.Message}");
            throw;
        }

        cluster.Events.Normal(Component, "apps/v1", "StatefulSet", set, "SuccessfulCreate", $"create Claim {name} Pod {pod} in StatefulSet {set.Name()} success");
    }

    private void Delete(JsonObject set, JsonObject pod)
    {
        cluster.Delete(Kinds.Pods.Key(pod.Namespace(), pod.Name()), pod);
        cluster.Events.Normal(Component, "apps/v1", "StatefulSet", set, "SuccessfulDelete", $"delete Pod {pod.Name()} in StatefulSet {set.Name()} successful");
    }
}

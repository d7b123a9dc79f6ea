using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Nodes;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Workloads;

/// <summary>Keeps one pod on every node that fits (pkg/controller/daemon).</summary>
internal sealed class DaemonSetController(Cluster cluster) : Controller(cluster)
{
    private const string Component = "daemonset-controller";

    // What the controller adds, so that its pods stay on a troubled node.
    private static readonly (string Key, string Effect)[] Tolerations =
    [
        ("node.kubernetes.io/not-ready", "NoExecute"), ("node.kubernetes.io/unreachable", "NoExecute"), ("node.kubernetes.io/disk-pressure", "NoSchedule"),
        ("node.kubernetes.io/memory-pressure", "NoSchedule"), ("node.kubernetes.io/pid-pressure", "NoSchedule"), ("node.kubernetes.io/unschedulable", "NoSchedule"),
    ];

    private readonly ControllerRevisions _revisions = new(cluster, "DaemonSet");

    public override void Observe(Change change)
    {
        if (change.Resource == Kinds.DaemonSets)
        {
            if (change.Type != ChangeType.Deleted)
                Enqueue(change.Key);
        }
        else if (change.Resource == Kinds.Pods)
        {
            foreach (var name in change.ControllerNames("DaemonSet"))
                Enqueue(Kinds.DaemonSets.Key(change.Key.Namespace, name));
            foreach (var adopter in Cluster.Adopters(Kinds.DaemonSets, change))
                Enqueue(adopter);
        }
        else if (change.Resource == Kinds.Nodes)
        {
            foreach (var (key, _) in Cluster.Index.All(Kinds.DaemonSets))
                Enqueue(key);
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
        var revision = _revisions.Sync(set, ref collisions);
        var hash = revision.Label(ControllerRevisions.HashLabel)!;
        StatusException? refusal = null;
        if (!set.IsDeleting())
        {
            try
            {
                Converge(set, Cluster.Claim(Kinds.Pods, set, "apps/v1", "DaemonSet", selector), hash);
            }
            catch (StatusException caught)
            {
                refusal = caught;
            }
        }

        var pods = Cluster.Claim(Kinds.Pods, set, "apps/v1", "DaemonSet", selector);
        Cluster.SetStatus(key, set, Status(key, set, pods, hash));
        _revisions.CleanUp(set, pods.Select(pod => pod.Label(ControllerRevisions.HashLabel) ?? "").Append(hash).ToHashSet());
        if (refusal is not null)
            throw refusal;
    }

    private void Converge(JsonObject set, List<JsonObject> pods, string hash)
    {
        var minReady = set.Number("spec", "minReadySeconds") ?? 0;
        var nodes = Cluster.Index.All(Kinds.Nodes).Select(node => node.Document).ToList();
        var wanted = nodes.Where(node => BelongsOn(set, node)).ToList();
        var onDelete = set.Text("spec", "updateStrategy", "type") == "OnDelete";
        var room = Math.Max(1, Rollout.Resolve(set.At("spec", "updateStrategy", "rollingUpdate", "maxUnavailable") ?? JsonValue.Create(1L), wanted.Count, roundUp: true));
        var unavailable = wanted.Count(node => !pods.Any(pod => NodeOf(pod) == node.Name() && !pod.IsDeleting() && pod.IsAvailable(minReady, Now)));
        foreach (var node in wanted)
        {
            var here = pods.Where(pod => NodeOf(pod) == node.Name()).ToList();
            foreach (var failed in here.Where(pod => pod.Phase() == "Failed" && !pod.IsDeleting()).ToList())
                Delete(set, failed);
            if (here.Count == 0)
            {
                Create(set, node.Name(), hash);
                continue;
            }

            foreach (var pod in here.Where(pod => pod.IsActive()).OrderBy(pod => pod.Text("metadata", "creationTimestamp"), StringComparer.Ordinal).Skip(1))
                Delete(set, pod);
            var old = here.FirstOrDefault(pod => pod.IsActive() && pod.Label(ControllerRevisions.HashLabel) != hash);
            if (old is null || onDelete)
                continue;
            if (!old.IsAvailable(minReady, Now))
            {
                Delete(set, old);
            }
            else if (unavailable < room)
            {
                unavailable++;
                Delete(set, old);
            }
        }

        foreach (var pod in pods.Where(pod => pod.IsActive() && wanted.All(node => node.Name() != NodeOf(pod))))
            Delete(set, pod);
    }

    private JsonObject Status(ObjectKey key, JsonObject set, List<JsonObject> pods, string hash)
    {
        var minReady = set.Number("spec", "minReadySeconds") ?? 0;
        var nodes = Cluster.Index.All(Kinds.Nodes).Select(node => node.Document).ToList();
        var wanted = nodes.Where(node => BelongsOn(set, node)).Select(node => node.Name()).ToHashSet();
        var right = pods.Where(pod => pod.IsActive() && wanted.Contains(NodeOf(pod) ?? "")).ToList();
        var ready = right.LongCount(pod => pod.IsReady());
        var available = right.LongCount(pod => pod.IsAvailable(minReady, Now));
        var status = new JsonObject
        {
            ["currentNumberScheduled"] = (long)right.Count,
            ["numberMisscheduled"] = pods.LongCount(pod => pod.IsActive() && !wanted.Contains(NodeOf(pod) ?? "")),
            ["desiredNumberScheduled"] = (long)wanted.Count,
            ["numberReady"] = ready,
            ["observedGeneration"] = set.Generation(),
        };
        if (right.LongCount(pod => pod.Label(ControllerRevisions.HashLabel) == hash) is > 0 and var updated)
            status["updatedNumberScheduled"] = updated;
        if (available > 0)
            status["numberAvailable"] = available;
        if (wanted.Count > available)
            status["numberUnavailable"] = wanted.Count - available;
        if (ready > available)
            EnqueueAt(key, right.Select(pod => pod.AvailableAt(minReady)).Where(at => at > Now).Min() ?? Now);
        return status;
    }

    private static bool BelongsOn(JsonObject set, JsonObject node)
    {
        var template = set.Map("spec", "template")?.Copy() ?? [];
        Tolerate(template.Ensure("spec"));
        return NodeFit.MatchesAffinity(template, node)
            && node.Items("spec", "taints").All(taint => taint.Text("effect") is not ("NoSchedule" or "NoExecute") || NodeFit.Tolerates(template, taint));
    }

    // Before it is scheduled a daemon pod names its node in an affinity.
    private static string? NodeOf(JsonObject pod) => pod.Text("spec", "nodeName")
        ?? pod.Items("spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms")
            .SelectMany(term => term.Items("matchFields")).Where(field => field.Text("key") == "metadata.name").SelectMany(field => field.Texts("values")).FirstOrDefault();

    private void Create(JsonObject set, string node, string hash)
    {
        var pod = PodTemplates.NewPod(set.At("spec", "template"), set, "apps/v1", "DaemonSet");
        var metadata = pod.Ensure("metadata");
        metadata["generateName"] = $"{set.Name()}-";
        metadata.Ensure("labels")[ControllerRevisions.HashLabel] = hash;
        metadata.Ensure("labels")["pod-template-generation"] = set.Annotation("deprecated.daemonset.template.generation") ?? "1";
        var spec = pod.Ensure("spec");
        spec.Ensure("affinity").Ensure("nodeAffinity")["requiredDuringSchedulingIgnoredDuringExecution"] = new JsonObject
        {
            ["nodeSelectorTerms"] = new JsonArray(new JsonObject
            {
                ["matchFields"] = new JsonArray(new JsonObject { ["key"] = "metadata.name", ["operator"] = "In", ["values"] = new JsonArray(node) }),
            }),
        };
        Tolerate(spec);
        try
        {
            var created = Cluster.Create(Kinds.Pods.Key(set.Namespace(), Names.Generate($"{set.Name()}-")), pod);
            Cluster.Events.Normal(Component, "apps/v1", "DaemonSet", set, "SuccessfulCreate", $"Created pod: {created.Name()}");
        }
        catch (StatusException refusal)
        {
            Cluster.Events.Warning(Component, "apps/v1", "DaemonSet", set, "FailedCreate", $"Error creating: {refusal.Message}");
            throw;
        }
    }

    private static void Tolerate(JsonObject spec)
    {
        if (spec["tolerations"] is not JsonArray tolerations)
            spec["tolerations"] = tolerations = [];
        foreach (var (key, effect) in Tolerations)
            tolerations.Add(new JsonObject { ["effect"] = effect, ["key"] = key, ["operator"] = "Exists" });
    }

    private void Delete(JsonObject set, JsonObject pod)
    {
        Cluster.Delete(Kinds.Pods.Key(pod.Namespace(), pod.Name()), pod);
        Cluster.Events.Normal(Component, "apps/v1", "DaemonSet", set, "SuccessfulDelete", $"Deleted pod: {pod.Name()}");
    }
}

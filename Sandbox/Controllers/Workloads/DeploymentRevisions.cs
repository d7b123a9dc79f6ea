using System.Globalization;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Workloads;

/// <summary>The ReplicaSets of a Deployment as its revisions: the one of the current template, their numbers, and how many old ones are kept.</summary>
internal sealed class DeploymentRevisions(Cluster cluster)
{
    public const string Revision = "deployment.kubernetes.io/revision";
    private const string History = "deployment.kubernetes.io/revision-history";

    // Annotations of the Deployment that do not describe its revision.
    private static readonly string[] NotCopied =
    [
        "kubectl.kubernetes.io/last-applied-configuration", Revision, History, DeploymentScaling.Desired, DeploymentScaling.Max, "deprecated.deployment.rollback.to",
    ];

    /// <summary>The oldest ReplicaSet of the current template, or null.</summary>
    public static JsonObject? FindNew(JsonObject deployment, IEnumerable<JsonObject> sets) => OldestFirst(sets)
        .FirstOrDefault(set => PodTemplates.Same(set.Map("spec", "template"), deployment.Map("spec", "template")));

    public static IEnumerable<JsonObject> OldestFirst(IEnumerable<JsonObject> sets) => sets
        .OrderBy(set => set.Text("metadata", "creationTimestamp"), StringComparer.Ordinal)
        .ThenBy(NumberOf)
        .ThenBy(set => set.Name(), StringComparer.Ordinal);

    /// <summary>Finds or makes the ReplicaSet of the current template and keeps the revision numbers of both in step.</summary>
    public JsonObject? Sync(ref JsonObject deployment, List<JsonObject> sets, bool create, JsonObject status)
    {
        var newSet = FindNew(deployment, sets);
        var newest = sets.Where(set => set.Uid() != newSet.Uid()).Select(NumberOf).DefaultIfEmpty(0).Max() + 1;
        if (newSet is not null)
        {
            newSet = Renumber(deployment, newSet, newest);
            if (newSet is not null && status.Items("conditions").All(condition => condition.Text("type") != "Progressing") && deployment.Number("spec", "progressDeadlineSeconds") is not null)
                status.SetCondition("Progressing", "True", "FoundNewReplicaSet", $"Found new replica set \"{newSet.Name()}\"", cluster.Time.GetUtcNow(), "lastUpdateTime");
        }
        else if (create)
        {
            newSet = Create(ref deployment, sets, newest, status);
            sets.Add(newSet);
        }

        if (newSet is not null)
            MarkDeployment(ref deployment, newSet.Annotation(Revision) ?? "");
        return newSet;
    }

    /// <summary>Deletes the oldest empty revisions beyond the history limit.</summary>
    public void CleanUp(JsonObject deployment, List<JsonObject> old)
    {
        var surplus = old.Count(set => !set.IsDeleting()) - (deployment.Number("spec", "revisionHistoryLimit") ?? 10);
        foreach (var set in old.Where(set => !set.IsDeleting()).OrderBy(NumberOf).Take((int)Math.Max(0, surplus)))
        {
            if ((set.Number("status", "replicas") ?? 0) == 0 && Rollout.Replicas(set) == 0 && set.Generation() <= (set.Number("status", "observedGeneration") ?? 0))
                cluster.Delete(Kinds.ReplicaSets.Key(set.Namespace(), set.Name()), set);
        }
    }

    private JsonObject Create(ref JsonObject deployment, List<JsonObject> sets, long revision, JsonObject status)
    {
        var now = cluster.Time.GetUtcNow();
        while (true)
        {
            var hash = Names.Hash(deployment.At("spec", "template"), status.Number("collisionCount"));
            var set = NewSet(deployment, hash, revision);
            var replicas = DeploymentScaling.NewReplicas(deployment, set, sets);
            set.Ensure("spec")["replicas"] = replicas;
            try
            {
                var created = cluster.Create(Kinds.ReplicaSets.Key(deployment.Namespace(), set.Name()), set);
                if (replicas > 0)
                    cluster.Events.Normal("deployment-controller", "apps/v1", "Deployment", deployment, "ScalingReplicaSet", $"Scaled up replica set {set.Name()} from 0 to {replicas}");
                if (deployment.Number("spec", "progressDeadlineSeconds") is not null)
                    status.SetCondition("Progressing", "True", "NewReplicaSetCreated", $"Created new replica set \"{set.Name()}\"", now, "lastUpdateTime", touch: true);
                return created;
            }
            catch (StatusException taken) when (taken.Code == StatusCodes.Status409Conflict)
            {
                // Another template with the same hash, or a ReplicaSet of somebody else: hash again.
                status["collisionCount"] = (status.Number("collisionCount") ?? 0) + 1;
            }
        }
    }

    private static JsonObject NewSet(JsonObject deployment, string hash, long revision)
    {
        var template = deployment.Map("spec", "template")!.Copy();
        template.Ensure("metadata").Ensure("labels")[PodTemplates.TemplateHash] = hash;
        var selector = deployment.Map("spec", "selector")!.Copy();
        selector.Ensure("matchLabels")[PodTemplates.TemplateHash] = hash;
        var annotations = new JsonObject();
        foreach (var (name, value) in deployment.Pairs("metadata", "annotations").Where(pair => !NotCopied.Contains(pair.Key)))
            annotations[name] = value;
        annotations[Revision] = revision.ToString(CultureInfo.InvariantCulture);
        DeploymentScaling.Annotate(annotations, deployment);
        var spec = new JsonObject { ["selector"] = selector, ["template"] = template };
        if (deployment.Number("spec", "minReadySeconds") is > 0 and var minReady)
            spec["minReadySeconds"] = minReady;
        return new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{deployment.Name()}-{hash}",
                ["namespace"] = deployment.Namespace(),
                ["labels"] = template.At("metadata", "labels")!.DeepClone(),
                ["annotations"] = annotations,
                ["ownerReferences"] = new JsonArray(Owners.ReferenceTo(deployment, "apps/v1", "Deployment")),
            },
            ["spec"] = spec,
            ["status"] = new JsonObject { ["replicas"] = 0L },
        };
    }

    // An old template that is current again gets the next number and remembers its earlier ones.
    private JsonObject? Renumber(JsonObject deployment, JsonObject set, long newest) => cluster.Update(Kinds.ReplicaSets.Key(set.Namespace(), set.Name()), set, copy =>
    {
        var before = (JsonObject)copy.DeepClone();
        var annotations = copy.Ensure("metadata").Ensure("annotations");
        var number = NumberOf(copy);
        if (number < newest)
        {
            if (number > 0)
                annotations[History] = annotations.Text(History) is { } earlier ? $"{earlier},{number}" : number.ToString(CultureInfo.InvariantCulture);
            annotations[Revision] = newest.ToString(CultureInfo.InvariantCulture);
        }

        foreach (var (name, value) in deployment.Pairs("metadata", "annotations").Where(pair => !NotCopied.Contains(pair.Key)))
            annotations[name] = value;
        if (deployment.Number("spec", "minReadySeconds") is > 0 and var minReady)
            copy.Ensure("spec")["minReadySeconds"] = minReady;
        return !JsonNode.DeepEquals(before, copy);
    });

    private void MarkDeployment(ref JsonObject deployment, string revision)
    {
        if (deployment.Annotation(Revision) == revision)
            return;
        deployment = cluster.Update(Kinds.Deployments.Key(deployment.Namespace(), deployment.Name()), deployment, copy =>
        {
            copy.Ensure("metadata").Ensure("annotations")[Revision] = revision;
            return true;
        }) ?? deployment;
    }

    private static long NumberOf(JsonObject set) => long.TryParse(set.Annotation(Revision), CultureInfo.InvariantCulture, out var number) ? number : 0;
}

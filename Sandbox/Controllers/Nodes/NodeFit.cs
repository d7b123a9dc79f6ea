using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Controllers.Nodes;

/// <summary>Whether a pod may and can run on a node, with the scheduler's own reasons when not.</summary>
internal static class NodeFit
{
    /// <summary>Why the pod does not go on the node; empty when it does. <paramref name="resolvable"/>: taking other pods away could help.</summary>
    public static List<string> Misfits(JsonObject pod, JsonObject node, NodeUsage usage, out bool resolvable)
    {
        resolvable = false;
        if (node.Flag("spec", "unschedulable") && !Tolerates(pod, new JsonObject { ["key"] = "node.kubernetes.io/unschedulable", ["effect"] = "NoSchedule" }))
            return ["node(s) were unschedulable"];
        if (node.Items("spec", "taints").FirstOrDefault(taint => taint.Text("effect") is "NoSchedule" or "NoExecute" && !Tolerates(pod, taint)) is not null)
            return ["node(s) had untolerated taint(s)"];
        if (!MatchesAffinity(pod, node))
            return ["node(s) didn't match Pod's node affinity/selector"];
        resolvable = true;
        var misfits = new List<string>();
        var requests = PodResources.Requests(pod["spec"]);
        requests["pods"] = 1;
        foreach (var (name, amount) in requests.OrderBy(request => request.Key, StringComparer.Ordinal))
        {
            var allocatable = PodResources.Amount(node.At("status", "allocatable", name));
            if (amount == 0 || usage.Of(node.Name(), name) + amount <= allocatable)
                continue;
            misfits.Add(name == "pods" ? "Too many pods" : $"Insufficient {name}");
            // More than the whole node has: no other pod is in the way.
            if (amount > allocatable)
                resolvable = false;
        }

        return misfits;
    }

    /// <summary>Whether the node selector and the required node affinity of a pod (or template) fit the node.</summary>
    public static bool MatchesAffinity(JsonObject pod, JsonObject node)
    {
        if (pod.Pairs("spec", "nodeSelector").Any(label => node.Label(label.Key) != label.Value))
            return false;
        var terms = pod.At("spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms");
        if (terms is null)
            return true;
        var fields = new JsonObject { ["metadata.name"] = node.Name() };
        return terms.Items().Any(term =>
            (term.Items("matchExpressions").Any() || term.Items("matchFields").Any())
            && term.Items("matchExpressions").All(expression => Selector.Fits(node.Map("metadata", "labels"), expression))
            && term.Items("matchFields").All(expression => Selector.Fits(fields, expression)));
    }

    public static bool Tolerates(JsonObject pod, JsonObject taint) => pod.Items("spec", "tolerations").Any(toleration =>
        (toleration.Text("effect") is null or "" || toleration.Text("effect") == taint.Text("effect"))
        && (toleration.Text("key") is null or "" || toleration.Text("key") == taint.Text("key"))
        && (toleration.Text("operator") == "Exists" || (toleration.Text("key") == taint.Text("key") && (toleration.Text("value") ?? "") == (taint.Text("value") ?? ""))));
}

using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Nodes;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Policy;

/// <summary>What one object uses up of a quota (pkg/quota). The names are those of <c>spec.hard</c>.</summary>
internal static class QuotaUsage
{
    private static readonly Quantity One = new(1, IsBinary: false);

    /// <summary>The usage of one object, by resource name; empty when it uses nothing that a quota could limit.</summary>
    public static Dictionary<string, Quantity> Of(GroupResource resource, JsonObject document)
    {
        var usage = new Dictionary<string, Quantity>();
        if (resource == Kinds.Pods)
        {
            usage["count/pods"] = One;
            if (!document.IsFinished())
                AddPod(usage, document);
            return usage;
        }

        usage[resource.Group.Length == 0 ? $"count/{resource.Plural}" : $"count/{resource.Plural}.{resource.Group}"] = One;
        if (resource == Kinds.Claims)
            AddClaim(usage, document);
        else if (resource == Kinds.Services)
            AddService(usage, document);
        else if (resource == Kinds.Secrets || resource == Kinds.ConfigMaps || resource == Kinds.ReplicationControllers || resource == Kinds.Quotas)
            usage[resource.Plural] = One;
        return usage;
    }

    /// <summary>Whether a quota's scopes take the object in; scopes other than none are about pods only.</summary>
    public static bool Covers(JsonObject quota, GroupResource resource, JsonObject document)
    {
        var scopes = quota.Texts("spec", "scopes").Select(scope => new JsonObject { ["scopeName"] = scope, ["operator"] = "Exists" })
            .Concat(quota.Items("spec", "scopeSelector", "matchExpressions")).ToList();
        return scopes.Count == 0 || (resource == Kinds.Pods && scopes.TrueForAll(scope => Matches(scope, document)));
    }

    private static bool Matches(JsonObject scope, JsonObject pod)
    {
        var bestEffort = PodResources.QualityOfService(pod["spec"]) == "BestEffort";
        var terminating = pod.Number("spec", "activeDeadlineSeconds") is not null;
        return scope.Text("scopeName") switch
        {
            "BestEffort" => bestEffort,
            "NotBestEffort" => !bestEffort,
            "Terminating" => terminating,
            "NotTerminating" => !terminating,
            "PriorityClass" => scope.Text("operator") switch
            {
                "In" => scope.Texts("values").Contains(pod.Text("spec", "priorityClassName") ?? ""),
                "NotIn" => !scope.Texts("values").Contains(pod.Text("spec", "priorityClassName") ?? ""),
                "DoesNotExist" => string.IsNullOrEmpty(pod.Text("spec", "priorityClassName")),
                _ => !string.IsNullOrEmpty(pod.Text("spec", "priorityClassName")),
            },
            _ => false,
        };
    }

    private static void AddPod(Dictionary<string, Quantity> usage, JsonObject pod)
    {
        usage["pods"] = One;
        foreach (var (name, amount) in PodResources.Total(pod["spec"], "requests"))
        {
            usage[$"requests.{name}"] = amount;
            if (name is "cpu" or "memory" or "ephemeral-storage")
                usage[name] = amount;
        }

        foreach (var (name, amount) in PodResources.Total(pod["spec"], "limits"))
            usage[$"limits.{name}"] = amount;
    }

    private static void AddClaim(Dictionary<string, Quantity> usage, JsonObject claim)
    {
        var size = Quantity.TryParse(claim.Text("spec", "resources", "requests", "storage")) ?? default;
        usage["persistentvolumeclaims"] = One;
        usage["requests.storage"] = size;
        if (claim.Text("spec", "storageClassName") is not { Length: > 0 } storageClass)
            return;
        usage[$"{storageClass}.storageclass.storage.k8s.io/persistentvolumeclaims"] = One;
        usage[$"{storageClass}.storageclass.storage.k8s.io/requests.storage"] = size;
    }

    private static void AddService(Dictionary<string, Quantity> usage, JsonObject service)
    {
        usage["services"] = One;
        var type = service.Text("spec", "type");
        if (type == "LoadBalancer")
            usage["services.loadbalancers"] = One;
        if (type is "LoadBalancer" or "NodePort")
            usage["services.nodeports"] = new Quantity(service.Items("spec", "ports").Count(port => type == "NodePort" || port.Number("nodePort") is > 0), IsBinary: false);
    }
}

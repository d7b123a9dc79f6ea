using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Admission.Policy;

/// <summary>What objects count for in a resource quota.</summary>
internal static class QuotaUsage
{
    private static readonly string[] Compute = ["cpu", "memory", "ephemeral-storage"];

    /// <summary>What one object uses, by the names that quotas have for it.</summary>
    public static Dictionary<string, decimal> Of(GroupResource resource, JsonObject document)
    {
        var usage = new Dictionary<string, decimal>(StringComparer.Ordinal) { [$"count/{(resource.Group.Length == 0 ? resource.Plural : $"{resource.Plural}.{resource.Group}")}"] = 1 };
        if (resource.Group.Length > 0)
            return usage;
        switch (resource.Plural)
        {
            case "pods":
                if (document.Text("status", "phase") is not ("Succeeded" or "Failed"))
                    Pod(usage, document.Map("spec") ?? []);
                break;
            case "services":
                usage["services"] = 1;
                usage["services.loadbalancers"] = document.Text("spec", "type") == "LoadBalancer" ? 1 : 0;
                usage["services.nodeports"] = document.Items("spec", "ports").Count(port => port.Number("nodePort") is > 0) is > 0 and var ports
                    ? ports : document.Text("spec", "type") is "NodePort" or "LoadBalancer" ? document.List("spec", "ports")?.Count ?? 0 : 0;
                break;
            case "persistentvolumeclaims":
                var storage = Quantity.Parse(document.At("spec", "resources", "requests", "storage")) ?? 0;
                usage["persistentvolumeclaims"] = 1;
                usage["requests.storage"] = storage;
                if (document.Text("spec", "storageClassName") is { Length: > 0 } name)
                {
                    usage[$"{name}.storageclass.storage.k8s.io/persistentvolumeclaims"] = 1;
                    usage[$"{name}.storageclass.storage.k8s.io/requests.storage"] = storage;
                }

                break;
            case "configmaps" or "secrets" or "replicationcontrollers" or "resourcequotas":
                usage[resource.Plural] = 1;
                break;
        }

        return usage;
    }

    /// <summary>Says whether a quota counts an object at all.</summary>
    public static bool InScope(JsonObject quota, GroupResource resource, JsonObject document)
    {
        var scopes = (quota.List("spec", "scopes") ?? []).Select(scope => scope.Text()).ToList();
        scopes.AddRange(quota.Items("spec", "scopeSelector", "matchExpressions").Where(one => one.Text("operator") == "Exists").Select(one => one.Text("scopeName")));
        var classes = quota.Items("spec", "scopeSelector", "matchExpressions").Where(one => one.Text("scopeName") == "PriorityClass" && one.Text("operator") is "In" or "NotIn").ToList();
        if (scopes.Count == 0 && classes.Count == 0)
            return true;
        if (resource is not { Group: "", Plural: "pods" })
            return false;
        var spec = document.Map("spec");
        var bestEffort = spec.Items("containers").All(container => container.Map("resources", "requests") is not { Count: > 0 } && container.Map("resources", "limits") is not { Count: > 0 });
        return scopes.TrueForAll(scope => scope switch
        {
            "BestEffort" => bestEffort,
            "NotBestEffort" => !bestEffort,
            "Terminating" => spec?["activeDeadlineSeconds"] is not null,
            "NotTerminating" => spec?["activeDeadlineSeconds"] is null,
            _ => true,
        }) && classes.TrueForAll(one => (one.List("values") ?? []).Any(value => value.Text() == spec.Text("priorityClassName")) == (one.Text("operator") == "In"));
    }

    /// <summary>Adds one usage to a sum.</summary>
    public static void Add(Dictionary<string, decimal> sum, Dictionary<string, decimal> usage)
    {
        foreach (var (name, amount) in usage)
            sum[name] = sum.GetValueOrDefault(name) + amount;
    }

    private static void Pod(Dictionary<string, decimal> usage, JsonObject spec)
    {
        usage["pods"] = 1;
        foreach (var (part, prefix) in (ReadOnlySpan<(string, string)>)[("requests", "requests."), ("limits", "limits.")])
        {
            var running = Sum(spec.Items("containers").Concat(spec.Items("initContainers").Where(one => one.Text("restartPolicy") == "Always")), part);
            foreach (var starting in spec.Items("initContainers").Where(one => one.Text("restartPolicy") != "Always"))
            {
                foreach (var (name, amount) in Sum([starting], part))
                    running[name] = Math.Max(running.GetValueOrDefault(name), amount);
            }

            foreach (var (name, amount) in running)
            {
                usage[prefix + name] = amount;
                if (part == "requests" && Compute.Contains(name))
                    usage[name] = amount;
            }
        }
    }

    private static Dictionary<string, decimal> Sum(IEnumerable<JsonObject> containers, string part)
    {
        var sum = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var container in containers)
        {
            foreach (var (name, value) in container.Map("resources", part) ?? [])
                sum[name] = sum.GetValueOrDefault(name) + (Quantity.Parse(value) ?? 0);
        }

        return sum;
    }
}

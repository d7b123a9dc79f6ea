using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Resources;

namespace Dodas.Sandbox.Admission;

/// <summary>What the API server fills in for services and what leads to them.</summary>
internal static class NetworkDefaults
{
    /// <summary>Fills an object in.</summary>
    public static void Apply(ResourceKind kind, JsonObject document, JsonObject? spec)
    {
        switch (kind.Plural)
        {
            case "services" when spec is not null:
                Service(document, spec);
                break;
            case "ingresses":
                document.Ensure("status").Default("loadBalancer", new JsonObject());
                break;
            case "networkpolicies" when spec is not null:
                if (spec["policyTypes"] is null)
                    spec["policyTypes"] = spec["egress"] is null ? new JsonArray("Ingress") : new JsonArray("Ingress", "Egress");
                foreach (var rule in spec.Items("ingress").Concat(spec.Items("egress")))
                    Protocols(rule.Items("ports"));
                break;
            case "endpoints":
                foreach (var subset in document.Items("subsets"))
                    Protocols(subset.Items("ports"));
                break;
            case "endpointslices":
                Protocols(document.Items("ports"));
                foreach (var port in document.Items("ports"))
                    port.Default("name", "");
                break;
        }
    }

    private static void Service(JsonObject document, JsonObject spec)
    {
        spec.Default("sessionAffinity", "None");
        spec.Default("type", "ClusterIP");
        if (spec.Text("sessionAffinity") == "ClientIP")
            spec.Ensure("sessionAffinityConfig").Ensure("clientIP").Default("timeoutSeconds", 10800);
        var type = spec.Text("type");
        if (type != "ExternalName")
            spec.Default("internalTrafficPolicy", "Cluster");
        if (type is "NodePort" or "LoadBalancer")
            spec.Default("externalTrafficPolicy", "Cluster");
        else
            spec.Remove("externalTrafficPolicy");
        if (type == "LoadBalancer")
            spec.Default("allocateLoadBalancerNodePorts", true);
        Protocols(spec.Items("ports"));
        foreach (var port in spec.Items("ports"))
        {
            if ((port["targetPort"] is null || port.Number("targetPort") == 0 || port.Text("targetPort") is "") && port["port"] is { } number)
                port["targetPort"] = number.DeepClone();
        }

        document.Ensure("status").Default("loadBalancer", new JsonObject());
    }

    private static void Protocols(IEnumerable<JsonObject> ports)
    {
        foreach (var port in ports)
            port.Default("protocol", "TCP");
    }
}

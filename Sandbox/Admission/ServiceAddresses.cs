using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Api;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Admission;

/// <summary>Gives services their cluster addresses (10.96.0.0/16) and node ports (30000–32767), each once.</summary>
internal sealed class ServiceAddresses(IObjectStore store) : IAdmission
{
    /// <summary>The first node port.</summary>
    public const int FirstNodePort = 30000;

    /// <summary>The last node port.</summary>
    public const int LastNodePort = 32767;

    private static readonly GroupResource Services = new("", "services");

    /// <inheritdoc/>
    public void Admit(Write write)
    {
        if (write.Kind is not { Group: "", Plural: "services" } || write.Subresource is not null || write.Document.Map("spec") is not { } spec)
            return;
        if (spec.Text("type") == "ExternalName")
        {
            foreach (var field in (ReadOnlySpan<string>)["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"])
                spec.Remove(field);
            return;
        }

        ClusterAddress(write, spec);
        NodePorts(write, spec);
    }

    private void ClusterAddress(Write write, JsonObject spec)
    {
        // What an update leaves out stays as it was.
        if (spec.Text("clusterIP") is null or "" && write.Before.Text("spec", "clusterIP") is { Length: > 0 } before)
            spec["clusterIP"] = before;
        if (spec.Text("clusterIP") is not { Length: > 0 } address)
        {
            var used = Others(write).Select(service => service.Text("spec", "clusterIP")).ToHashSet();
            do
                address = $"10.96.{RandomNumberGenerator.GetInt32(256)}.{RandomNumberGenerator.GetInt32(2, 255)}";
            while (used.Contains(address));
            spec["clusterIP"] = address;
        }
        else if (write.IsCreate && address != "None" && Others(write).Any(service => service.Text("spec", "clusterIP") == address))
        {
            throw Refusal.Invalid(write.Kind, write.Document.Text("metadata", "name")!, [FieldProblem.Invalid("spec.clusterIPs", new JsonArray(address), $"failed to allocate IP {address}: provided IP is already allocated")]);
        }

        if (spec["clusterIPs"] is null)
            spec["clusterIPs"] = new JsonArray(address);
        spec.Default("ipFamilies", new JsonArray("IPv4"));
        spec.Default("ipFamilyPolicy", "SingleStack");
    }

    private void NodePorts(Write write, JsonObject spec)
    {
        var wanted = spec.Text("type") == "NodePort" || (spec.Text("type") == "LoadBalancer" && spec["allocateLoadBalancerNodePorts"] is not JsonValue allocate) || (spec.Text("type") == "LoadBalancer" && spec.Flag("allocateLoadBalancerNodePorts"));
        if (!wanted)
        {
            if (spec.Text("type") == "ClusterIP" && write.Before is not null)
            {
                foreach (var port in spec.Items("ports"))
                    port.Remove("nodePort");
            }

            return;
        }

        var used = Others(write).SelectMany(service => service.Items("spec", "ports")).Select(port => port.Number("nodePort") ?? 0).ToHashSet();
        var index = 0;
        foreach (var port in spec.Items("ports"))
        {
            var field = $"spec.ports[{(index++).ToString(CultureInfo.InvariantCulture)}].nodePort";
            if (port.Number("nodePort") is not > 0)
            {
                var before = write.Before.Items("spec", "ports").FirstOrDefault(old => old.Number("port") == port.Number("port") && old.Text("protocol") == port.Text("protocol"));
                port["nodePort"] = before.Number("nodePort") is > 0 and var kept ? kept : Free(used);
            }
            else if (port.Number("nodePort") is < FirstNodePort or > LastNodePort)
            {
                throw Refusal.Invalid(write.Kind, write.Document.Text("metadata", "name")!, [FieldProblem.Invalid(field, port["nodePort"], $"provided port is not in the valid range. The range of valid ports is {FirstNodePort}-{LastNodePort}")]);
            }
            else if (used.Contains(port.Number("nodePort")!.Value))
            {
                throw Refusal.Invalid(write.Kind, write.Document.Text("metadata", "name")!, [FieldProblem.Invalid(field, port["nodePort"], "provided port is already allocated")]);
            }

            used.Add(port.Number("nodePort")!.Value);
        }
    }

    private static long Free(HashSet<long> used)
    {
        for (var port = RandomNumberGenerator.GetInt32(FirstNodePort, LastNodePort + 1); ; port = port == LastNodePort ? FirstNodePort : port + 1)
        {
            if (!used.Contains(port))
                return port;
        }
    }

    private IEnumerable<JsonObject> Others(Write write)
    {
        var uid = write.Document.Text("metadata", "uid");
        return store.List(Services).Where(service => service.Text("metadata", "uid") != uid);
    }
}

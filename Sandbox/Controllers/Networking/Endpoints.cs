using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Controllers.Networking;

/// <summary>The Endpoints and EndpointSlices that a Service and its pods make.</summary>
internal static class Endpoints
{
    public const string ServiceLabel = "kubernetes.io/service-name";
    public const string ManagedBy = "endpoints.kubernetes.io/managed-by";
    public const string Manager = "endpoint-controller";

    private const int PerSlice = 100;

    /// <summary>The Endpoints object; ready pods in <c>addresses</c>, others in <c>notReadyAddresses</c>.</summary>
    public static JsonObject Of(JsonObject service, List<JsonObject> pods)
    {
        var subsets = new List<(string Ports, JsonArray Port, List<JsonObject> Ready, List<JsonObject> Unready)>();
        foreach (var pod in pods.Where(pod => !pod.IsDeleting()).OrderBy(pod => pod.Text("status", "podIP"), StringComparer.Ordinal))
        {
            var ports = Ports(service, pod, forSlice: false);
            var text = ports.ToJsonString();
            var index = subsets.FindIndex(subset => subset.Ports == text);
            if (index < 0)
            {
                subsets.Add((text, ports, [], []));
                index = subsets.Count - 1;
            }

            (IsReady(service, pod) ? subsets[index].Ready : subsets[index].Unready).Add(Address(service, pod));
        }

        var endpoints = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Endpoints",
            ["metadata"] = new JsonObject { ["name"] = service.Name(), ["namespace"] = service.Namespace(), ["labels"] = Labels(service, ManagedBy, Manager) },
        };
        if (subsets.Count > 0)
        {
            endpoints["subsets"] = new JsonArray([.. subsets.Select(subset =>
            {
                var entry = new JsonObject();
                if (subset.Ready.Count > 0)
                    entry["addresses"] = new JsonArray([.. subset.Ready]);
                if (subset.Unready.Count > 0)
                    entry["notReadyAddresses"] = new JsonArray([.. subset.Unready]);
                if (subset.Port.Count > 0)
                    entry["ports"] = subset.Port;
                return entry;
            })]);
        }

        return endpoints;
    }

    /// <summary>The slices, of a hundred endpoints each; pods whose named ports differ are in different slices.</summary>
    public static List<JsonObject> SlicesOf(JsonObject service, List<JsonObject> pods)
    {
        var slices = new List<JsonObject>();
        foreach (var group in pods.Select(pod => (Pod: pod, Ports: Ports(service, pod, forSlice: true))).GroupBy(entry => entry.Ports.ToJsonString()))
        {
            foreach (var chunk in group.OrderBy(entry => entry.Pod.Text("status", "podIP"), StringComparer.Ordinal).Chunk(PerSlice))
                slices.Add(Slice(service, chunk.Select(entry => entry.Pod), (JsonArray)group.First().Ports.DeepClone()));
        }

        if (slices.Count == 0)
            slices.Add(Slice(service, [], null));
        return slices;
    }

    public static bool SameSlice(JsonObject left, JsonObject right) =>
        JsonNode.DeepEquals(left["endpoints"], right["endpoints"]) && JsonNode.DeepEquals(left["ports"], right["ports"]) && JsonNode.DeepEquals(left.At("metadata", "labels"), right.At("metadata", "labels"));

    public static void CopySlice(JsonObject from, JsonObject to)
    {
        to["endpoints"] = from["endpoints"]?.DeepClone();
        to["ports"] = from["ports"]?.DeepClone();
        to.Ensure("metadata")["labels"] = from.At("metadata", "labels")!.DeepClone();
    }

    private static JsonObject Slice(JsonObject service, IEnumerable<JsonObject> pods, JsonArray? ports) => new()
    {
        ["addressType"] = "IPv4",
        ["apiVersion"] = "discovery.k8s.io/v1",
        ["endpoints"] = pods.Select(pod => Endpoint(service, pod)).ToArray() is { Length: > 0 } endpoints ? new JsonArray(endpoints) : null,
        ["kind"] = "EndpointSlice",
        ["metadata"] = new JsonObject
        {
            ["generateName"] = $"{service.Name()}-",
            ["namespace"] = service.Namespace(),
            ["labels"] = SliceLabels(service),
            ["ownerReferences"] = new JsonArray(Owners.ReferenceTo(service, "v1", "Service")),
        },
        ["ports"] = ports,
    };

    private static JsonObject SliceLabels(JsonObject service)
    {
        var labels = Labels(service, "endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io");
        labels[ServiceLabel] = service.Name();
        return labels;
    }

    private static JsonObject Labels(JsonObject service, string name, string value)
    {
        var labels = service.Map("metadata", "labels")?.Copy() ?? [];
        labels[name] = value;
        if (service.Text("spec", "clusterIP") == "None")
            labels["service.kubernetes.io/headless"] = "";
        return labels;
    }

    private static JsonObject Endpoint(JsonObject service, JsonObject pod)
    {
        var serving = pod.IsReady();
        var endpoint = new JsonObject
        {
            ["addresses"] = new JsonArray(pod.Text("status", "podIP")),
            ["conditions"] = new JsonObject
            {
                ["ready"] = service.Flag("spec", "publishNotReadyAddresses") || (serving && !pod.IsDeleting()),
                ["serving"] = serving,
                ["terminating"] = pod.IsDeleting(),
            },
        };
        if (HostName(service, pod) is { } host)
            endpoint["hostname"] = host;
        endpoint["nodeName"] = pod.Text("spec", "nodeName");
        endpoint["targetRef"] = Target(pod);
        return endpoint;
    }

    private static JsonObject Address(JsonObject service, JsonObject pod)
    {
        var address = new JsonObject();
        if (HostName(service, pod) is { } host)
            address["hostname"] = host;
        address["ip"] = pod.Text("status", "podIP");
        address["nodeName"] = pod.Text("spec", "nodeName");
        address["targetRef"] = Target(pod);
        return address;
    }

    private static JsonObject Target(JsonObject pod) => new() { ["kind"] = "Pod", ["name"] = pod.Name(), ["namespace"] = pod.Namespace(), ["uid"] = pod.Uid() };

    private static bool IsReady(JsonObject service, JsonObject pod) => service.Flag("spec", "publishNotReadyAddresses") || pod.IsReady();

    // A pod with a hostname in this service's subdomain has a name of its own.
    private static string? HostName(JsonObject service, JsonObject pod) =>
        pod.Text("spec", "hostname") is { Length: > 0 } host && pod.Text("spec", "subdomain") == service.Name() ? host : null;

    private static JsonArray Ports(JsonObject service, JsonObject pod, bool forSlice)
    {
        var ports = new JsonArray();
        foreach (var port in service.Items("spec", "ports"))
        {
            if (NumberOf(port, pod) is not { } number)
                continue;
            var entry = new JsonObject();
            if (forSlice || port.Text("name") is not null)
                entry["name"] = port.Text("name") ?? "";
            entry["port"] = number;
            entry["protocol"] = port.Text("protocol") ?? "TCP";
            if (port.Text("appProtocol") is { } application)
                entry["appProtocol"] = application;
            ports.Add(entry);
        }

        return ports;
    }

    private static long? NumberOf(JsonObject port, JsonObject pod)
    {
        if (port["targetPort"] is not { } target)
            return port.Number("port");
        if (target.AsNumber() is { } number)
            return number == 0 ? port.Number("port") : number;
        return pod.Items("spec", "containers").SelectMany(container => container.Items("ports"))
            .FirstOrDefault(found => found.Text("name") == target.Text() && (found.Text("protocol") ?? "TCP") == (port.Text("protocol") ?? "TCP")).Number("containerPort");
    }
}

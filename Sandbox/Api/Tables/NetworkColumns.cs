using System.Globalization;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Api.Tables;

/// <summary>Columns of services and of what leads to them.</summary>
internal static class NetworkColumns
{
    /// <summary>The columns of a kind, or null when it is none of these.</summary>
    public static IReadOnlyList<Column>? Of(string group, string plural) => (group, plural) switch
    {
        ("", "services") =>
        [
            Column.NameColumn, Column.Text("Type", item => item.Text("spec", "type")), Column.Text("Cluster-IP", item => item.Text("spec", "clusterIP") is { Length: > 0 } ip ? ip : "<none>"),
            Column.Text("External-IP", ExternalAddress), Column.Text("Port(s)", Ports), Column.Age, Column.Text("Selector", item => Selectors.Show(item["spec"]?["selector"]), wide: true),
        ],
        ("", "endpoints") => [Column.NameColumn, Column.Text("Endpoints", Endpoints), Column.Age],
        ("discovery.k8s.io", "endpointslices") =>
        [
            Column.NameColumn, Column.Text("AddressType", item => item.Text("addressType")), Column.Text("Ports", SlicePorts),
            Column.Text("Endpoints", item => Some(item.Items("endpoints").SelectMany(endpoint => endpoint.List("addresses") ?? []).Select(address => address.Text() ?? ""), 3, "<unset>")), Column.Age,
        ],
        ("networking.k8s.io", "ingresses") =>
        [
            Column.NameColumn, Column.Text("Class", item => item.Text("spec", "ingressClassName") ?? "<none>"), Column.Text("Hosts", Hosts),
            Column.Text("Address", item => string.Join(',', item.Items("status", "loadBalancer", "ingress").Select(address => address.Text("ip") ?? address.Text("hostname")))),
            Column.Text("Ports", item => item.List("spec", "tls") is { Count: > 0 } ? "80, 443" : "80"), Column.Age,
        ],
        ("networking.k8s.io", "ingressclasses") =>
            [Column.NameColumn, Column.Text("Controller", item => item.Text("spec", "controller")), Column.Text("Parameters", item => item.Text("spec", "parameters", "name") ?? "<none>"), Column.Age],
        ("networking.k8s.io", "networkpolicies") => [Column.NameColumn, Column.Text("Pod-Selector", item => Selectors.Show(item["spec"]?["podSelector"])), Column.Age],
        _ => null,
    };

    private static string ExternalAddress(JsonObject service)
    {
        var external = string.Join(',', (service.List("spec", "externalIPs") ?? []).Select(ip => ip.Text()));
        if (service.Text("spec", "type") == "ExternalName")
            return service.Text("spec", "externalName") ?? "<none>";
        if (service.Text("spec", "type") == "LoadBalancer")
        {
            var balancer = string.Join(',', service.Items("status", "loadBalancer", "ingress").Select(address => address.Text("ip") ?? address.Text("hostname")));
            external = string.Join(',', new[] { balancer, external }.Where(part => part.Length > 0));
            return external.Length == 0 ? "<pending>" : external;
        }

        return external.Length == 0 ? "<none>" : external;
    }

    private static string Ports(JsonObject service)
    {
        var ports = service.Items("spec", "ports").Select(port => port.Number("nodePort") is > 0 and var node ? $"{port.Number("port")}:{node}/{port.Text("protocol")}" : $"{port.Number("port")}/{port.Text("protocol")}").ToList();
        return ports.Count == 0 ? "<none>" : string.Join(',', ports);
    }

    private static string Hosts(JsonObject ingress)
    {
        var hosts = ingress.Items("spec", "rules").Select(rule => rule.Text("host") is { Length: > 0 } host ? host : "*").ToList();
        return hosts.Count == 0 ? "*" : string.Join(',', hosts.Take(3)) + (hosts.Count > 3 ? $" + {hosts.Count - 3} more..." : "");
    }

    private static string Endpoints(JsonObject endpoints) => Some(
        endpoints.Items("subsets").SelectMany(subset => subset.List("ports") is { Count: > 0 } ports
            ? ports.SelectMany(port => subset.Items("addresses").Select(address => $"{address.Text("ip")}:{port.Number("port")}"))
            : subset.Items("addresses").Select(address => address.Text("ip") ?? "")), 3, "<none>");

    private static string SlicePorts(JsonObject slice) =>
        Some(slice.Items("ports").Select(port => port.Number("port")?.ToString(CultureInfo.InvariantCulture) ?? "*"), 3, "<unset>");

    private static string Some(IEnumerable<string> values, int shown, string none)
    {
        var all = values.ToList();
        return all.Count == 0 ? none : string.Join(',', all.Take(shown)) + (all.Count > shown ? $" + {all.Count - shown} more..." : "");
    }
}

using System.Text.Json.Nodes;
using Dodas.Sandbox.Resources;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Api;

/// <summary>What is served, as discovery documents: groups, resource lists, and both in one (aggregated).</summary>
internal sealed class Discovery(ResourceRegistry registry)
{
    // The order in which a real server lists the groups; clients resolve an ambiguous name to the first.
    private static readonly string[] GroupOrder =
    [
        "apiregistration.k8s.io", "apps", "events.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "autoscaling", "batch", "certificates.k8s.io", "networking.k8s.io", "policy",
        "rbac.authorization.k8s.io", "storage.k8s.io", "admissionregistration.k8s.io", "apiextensions.k8s.io", "scheduling.k8s.io", "coordination.k8s.io", "node.k8s.io", "discovery.k8s.io",
        "resource.k8s.io", "flowcontrol.apiserver.k8s.io",
    ];

    /// <summary>The version of Kubernetes that the sandbox speaks.</summary>
    public static JsonObject Version() => new()
    {
        ["major"] = "1",
        ["minor"] = "36",
        ["emulationMajor"] = "1",
        ["emulationMinor"] = "36",
        ["minCompatibilityMajor"] = "1",
        ["minCompatibilityMinor"] = "35",
        ["gitVersion"] = "v1.36.2",
        ["gitCommit"] = "",
        ["gitTreeState"] = "",
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = "",
        ["compiler"] = "",
        ["platform"] = "linux/amd64",
    };

    /// <summary>Answers <c>/api</c> and <c>/apis</c> in the form that is asked for.</summary>
    public Task GroupsAsync(HttpContext http, bool core)
    {
        if (Aggregated(http) is not { } form)
            return Answer.JsonAsync(http, 200, core ? CoreVersions(http) : GroupList());
        var list = new JsonObject { ["kind"] = "APIGroupDiscoveryList", ["apiVersion"] = $"apidiscovery.k8s.io/{form}", ["metadata"] = new JsonObject(), ["items"] = new JsonArray([.. Groups(core).Select(group => AggregatedGroup(group.Key, group))]) };
        http.Response.StatusCode = 200;
        http.Response.ContentType = $"application/json;g=apidiscovery.k8s.io;v={form};as=APIGroupDiscoveryList";
        return http.Response.Body.WriteAsync(StoredObject.Serialize(list), http.RequestAborted).AsTask();
    }

    /// <summary>One group, or null when it is not served.</summary>
    public JsonObject? Group(string name) => Groups(core: false).FirstOrDefault(group => group.Key == name) is { } found ? GroupEntry(found, withKind: true) : null;

    /// <summary>The resources of one group version, or null when it is not served.</summary>
    public JsonObject? Resources(string group, string version)
    {
        var kinds = registry.All.Where(kind => kind.Group == group && kind.Version == version).OrderBy(kind => kind.Plural, StringComparer.Ordinal).ToList();
        if (kinds.Count == 0)
            return null;
        var resources = new JsonArray();
        foreach (var kind in kinds)
        {
            if (!kind.Plural.Equals("componentstatuses", StringComparison.Ordinal) || kind.Verbs.Count > 0)
                resources.Add(Entry(kind));
            foreach (var sub in kind.Subresources)
                resources.Add(SubEntry(kind, sub));
        }

        return new() { ["kind"] = "APIResourceList", ["apiVersion"] = "v1", ["groupVersion"] = kinds[0].ApiVersion, ["resources"] = resources };
    }

    /// <summary>The groups in order with their resources; core has the empty name.</summary>
    private IEnumerable<IGrouping<string, ResourceKind>> Groups(bool core) => registry.All.Where(kind => kind.Group.Length == 0 == core)
        .GroupBy(kind => kind.Group)
        .OrderBy(group => Array.IndexOf(GroupOrder, group.Key) is >= 0 and var place ? place : GroupOrder.Length).ThenBy(group => group.Key, StringComparer.Ordinal);

    private static string? Aggregated(HttpContext http)
    {
        foreach (var option in http.Request.Headers.Accept.ToString().Split(','))
        {
            var parts = option.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0] is not ("application/json" or "*/*"))
                continue;
            if (!parts.Contains("as=APIGroupDiscoveryList"))
                return null;
            if (parts.Contains("v=v2"))
                return "v2";
            if (parts.Contains("v=v2beta1"))
                return "v2beta1";
        }

        return null;
    }

    private static JsonObject CoreVersions(HttpContext http) => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = http.Request.Host.Value }),
    };

    private JsonObject GroupList() => new() { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray([.. Groups(core: false).Select(group => GroupEntry(group, withKind: false))]) };

    private static JsonObject GroupEntry(IGrouping<string, ResourceKind> group, bool withKind)
    {
        var versions = Versions(group).Select(version => new JsonObject { ["groupVersion"] = $"{group.Key}/{version}", ["version"] = version }).ToArray();
        var entry = new JsonObject();
        if (withKind)
        {
            entry["kind"] = "APIGroup";
            entry["apiVersion"] = "v1";
        }

        entry["name"] = group.Key;
        entry["preferredVersion"] = versions[0].DeepClone();
        entry["versions"] = new JsonArray([.. versions]);
        return entry;
    }

    /// <summary>Newest first: v2, v1, v1beta1, v1alpha1.</summary>
    private static List<string> Versions(IEnumerable<ResourceKind> kinds) => [.. kinds.Select(kind => kind.Version).Distinct()
        .OrderBy(version => version.Contains("alpha", StringComparison.Ordinal) ? 2 : version.Contains("beta", StringComparison.Ordinal) ? 1 : 0).ThenByDescending(version => version, StringComparer.Ordinal)];

    private static JsonObject AggregatedGroup(string name, IEnumerable<ResourceKind> kinds)
    {
        var all = kinds.ToList();
        var versions = Versions(all).Select(version => new JsonObject
        {
            ["version"] = version,
            ["resources"] = new JsonArray([.. all.Where(kind => kind.Version == version).OrderBy(kind => kind.Plural, StringComparer.Ordinal).Select(AggregatedResource)]),
            ["freshness"] = "Current",
        });
        return new()
        {
            ["metadata"] = name.Length == 0 ? new JsonObject() : new JsonObject { ["name"] = name },
            ["versions"] = new JsonArray([.. versions]),
        };
    }

    private static JsonObject AggregatedResource(ResourceKind kind)
    {
        var entry = new JsonObject
        {
            ["resource"] = kind.Plural,
            ["responseKind"] = Named(kind.Custom is null ? "" : kind.Group, kind.Custom is null ? "" : kind.Version, kind.Kind),
            ["scope"] = kind.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = kind.Singular,
            ["verbs"] = Texts(kind.Verbs),
        };
        if (kind.ShortNames.Count > 0)
            entry["shortNames"] = Texts(kind.ShortNames);
        if (kind.Categories.Count > 0)
            entry["categories"] = Texts(kind.Categories);
        if (kind.Subresources.Count > 0)
        {
            entry["subresources"] = new JsonArray([.. kind.Subresources.Select(sub => new JsonObject
            {
                ["subresource"] = sub.Name,
                ["responseKind"] = sub.Kind == kind.Kind ? Named(kind.Custom is null ? "" : kind.Group, kind.Custom is null ? "" : kind.Version, sub.Kind) : Named(sub.Group, sub.Version, sub.Kind),
                ["verbs"] = Texts(sub.Verbs),
            })]);
        }

        return entry;
    }

    private static JsonObject Named(string group, string version, string kind) => new() { ["group"] = group, ["version"] = version, ["kind"] = kind };

    private static JsonObject Entry(ResourceKind kind)
    {
        var entry = new JsonObject { ["name"] = kind.Plural, ["singularName"] = kind.Singular, ["namespaced"] = kind.Namespaced, ["kind"] = kind.Kind, ["verbs"] = Texts(kind.Verbs) };
        if (kind.ShortNames.Count > 0)
            entry["shortNames"] = Texts(kind.ShortNames);
        if (kind.Categories.Count > 0)
            entry["categories"] = Texts(kind.Categories);
        return entry;
    }

    private static JsonObject SubEntry(ResourceKind kind, Subresource sub)
    {
        var entry = new JsonObject { ["name"] = $"{kind.Plural}/{sub.Name}", ["singularName"] = "", ["namespaced"] = kind.Namespaced };
        if (sub.Group != kind.Group || sub.Version != kind.Version)
        {
            entry["group"] = sub.Group;
            entry["version"] = sub.Version;
        }

        entry["kind"] = sub.Kind;
        entry["verbs"] = Texts(sub.Verbs);
        return entry;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}

using System.Text.Json.Nodes;

namespace Dodas.Sandbox.Hosting;

/// <summary>The roles that every cluster has for people: cluster-admin, and admin, edit and view, which gather what is labelled for them.</summary>
internal static class WellKnownRoles
{
    private const string Aggregate = "rbac.authorization.k8s.io/aggregate-to-";

    private static readonly string[] Read = ["get", "list", "watch"];
    private static readonly string[] Change = ["create", "delete", "deletecollection", "patch", "update"];

    private static readonly (string Group, string[] Resources)[] Viewed =
    [
        ("", ["configmaps", "endpoints", "persistentvolumeclaims", "persistentvolumeclaims/status", "pods", "replicationcontrollers", "replicationcontrollers/scale", "serviceaccounts", "services", "services/status"]),
        ("", ["bindings", "events", "limitranges", "namespaces/status", "pods/log", "pods/status", "replicationcontrollers/status", "resourcequotas", "resourcequotas/status"]),
        ("", ["namespaces"]),
        ("discovery.k8s.io", ["endpointslices"]),
        ("events.k8s.io", ["events"]),
        ("apps", ["controllerrevisions", "daemonsets", "daemonsets/status", "deployments", "deployments/scale", "deployments/status", "replicasets", "replicasets/scale", "replicasets/status", "statefulsets", "statefulsets/scale", "statefulsets/status"]),
        ("autoscaling", ["horizontalpodautoscalers", "horizontalpodautoscalers/status"]),
        ("batch", ["cronjobs", "cronjobs/status", "jobs", "jobs/status"]),
        ("policy", ["poddisruptionbudgets", "poddisruptionbudgets/status"]),
        ("networking.k8s.io", ["ingresses", "ingresses/status", "networkpolicies"]),
    ];

    private static readonly (string Group, string[] Resources)[] Edited =
    [
        ("", ["pods", "pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "pods/eviction"]),
        ("", ["configmaps", "events", "persistentvolumeclaims", "replicationcontrollers", "replicationcontrollers/scale", "secrets", "serviceaccounts", "services", "services/proxy"]),
        ("apps", ["daemonsets", "deployments", "deployments/rollback", "deployments/scale", "replicasets", "replicasets/scale", "statefulsets", "statefulsets/scale"]),
        ("autoscaling", ["horizontalpodautoscalers"]),
        ("batch", ["cronjobs", "jobs"]),
        ("policy", ["poddisruptionbudgets"]),
        ("networking.k8s.io", ["ingresses", "networkpolicies"]),
    ];

    /// <summary>The roles by name.</summary>
    public static IEnumerable<(string Name, JsonObject Role)> All()
    {
        yield return ("cluster-admin", Role([Rule(["*"], ["*"], ["*"]), new JsonObject { ["verbs"] = new JsonArray("*"), ["nonResourceURLs"] = new JsonArray("*") }]));
        yield return ("system:aggregate-to-view", Role(Viewed.Select(one => Rule([one.Group], one.Resources, Read)), "view"));
        yield return ("system:aggregate-to-edit", Role(
        [
            .. Edited.Select(one => Rule([one.Group], one.Resources, Change)),
            Rule([""], ["pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "secrets", "services/proxy"], Read),
            Rule([""], ["serviceaccounts"], ["impersonate"]), Rule([""], ["serviceaccounts/token"], ["create"]),
            Rule(["coordination.k8s.io"], ["leases"], [.. Change, .. Read]),
        ], "edit"));
        yield return ("system:aggregate-to-admin", Role(
        [
            Rule(["authorization.k8s.io"], ["localsubjectaccessreviews"], ["create"]),
            Rule(["rbac.authorization.k8s.io"], ["rolebindings", "roles"], [.. Change, .. Read]),
        ], "admin"));
        yield return ("view", Gathering("view", "edit"));
        yield return ("edit", Gathering("edit", "admin", "view"));
        yield return ("admin", Gathering("admin", null, "edit", "view"));
        yield return ("system:basic-user", Role([Rule(["authorization.k8s.io"], ["selfsubjectaccessreviews", "selfsubjectrulesreviews"], ["create"]), Rule(["authentication.k8s.io"], ["selfsubjectreviews"], ["create"])]));
        yield return ("system:discovery", Role([Paths("/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz", "/version", "/version/")]));
        yield return ("system:public-info-viewer", Role([Paths("/healthz", "/livez", "/readyz", "/version", "/version/")]));
    }

    private static JsonObject Gathering(string own, string? partOf, params string[] more)
    {
        var role = new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["kubernetes.io/bootstrapping"] = "rbac-defaults" } },
            ["aggregationRule"] = new JsonObject
            {
                ["clusterRoleSelectors"] = new JsonArray([.. more.Prepend(own).Select(name => new JsonObject { ["matchLabels"] = new JsonObject { [Aggregate + name] = "true" } })]),
            },
            ["rules"] = new JsonArray(),
        };
        if (partOf is not null)
            role["metadata"]!["labels"]![Aggregate + partOf] = "true";
        return role;
    }

    private static JsonObject Role(IEnumerable<JsonObject> rules, string? partOf = null)
    {
        var labels = new JsonObject { ["kubernetes.io/bootstrapping"] = "rbac-defaults" };
        if (partOf is not null)
            labels[Aggregate + partOf] = "true";
        return new() { ["metadata"] = new JsonObject { ["labels"] = labels }, ["rules"] = new JsonArray([.. rules]) };
    }

    private static JsonObject Rule(IEnumerable<string> groups, IEnumerable<string> resources, IEnumerable<string> verbs) =>
        new() { ["verbs"] = Texts(verbs), ["apiGroups"] = Texts(groups), ["resources"] = Texts(resources) };

    private static JsonObject Paths(params IEnumerable<string> paths) => new() { ["verbs"] = new JsonArray("get"), ["nonResourceURLs"] = Texts(paths) };

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}

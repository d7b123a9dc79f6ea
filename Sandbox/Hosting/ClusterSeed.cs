using System.Text.Json.Nodes;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Hosting;

/// <summary>What every new cluster begins with: its namespaces, the service of the API itself, and the well-known roles.</summary>
internal static class ClusterSeed
{
    private const string Rbac = "rbac.authorization.k8s.io";

    /// <summary>Adds what is missing.</summary>
    public static void Plant(IObjectStore store, string authorityPem)
    {
        foreach (var name in (ReadOnlySpan<string>)["default", "kube-node-lease", "kube-public", "kube-system"])
            Add(store, new(new("", "namespaces"), null, name), []);
        Add(store, new(new("", "configmaps"), "kube-system", "extension-apiserver-authentication"), new JsonObject { ["data"] = new JsonObject { ["client-ca-file"] = authorityPem } });
        Add(store, new(new("", "services"), "default", "kubernetes"), new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["component"] = "apiserver", ["provider"] = "kubernetes" } },
            ["spec"] = new JsonObject
            {
                ["clusterIP"] = "10.96.0.1",
                ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = 443, ["protocol"] = "TCP", ["targetPort"] = 6443 }),
                ["type"] = "ClusterIP",
            },
        });
        foreach (var (name, role) in WellKnownRoles.All())
            Add(store, new(new(Rbac, "clusterroles"), null, name), role);
        Add(store, new(new(Rbac, "clusterrolebindings"), null, "cluster-admin"), Binding("cluster-admin", "system:masters"));
        foreach (var role in (ReadOnlySpan<string>)["system:basic-user", "system:discovery", "system:public-info-viewer"])
            Add(store, new(new(Rbac, "clusterrolebindings"), null, role), Binding(role, "system:authenticated"));
    }

    private static JsonObject Binding(string role, string group) => new()
    {
        ["roleRef"] = new JsonObject { ["apiGroup"] = Rbac, ["kind"] = "ClusterRole", ["name"] = role },
        ["subjects"] = new JsonArray(new JsonObject { ["kind"] = "Group", ["apiGroup"] = Rbac, ["name"] = group }),
    };

    private static void Add(IObjectStore store, ObjectKey key, JsonObject document)
    {
        if (store.Find(key) is null)
            store.Create(key, document);
    }
}

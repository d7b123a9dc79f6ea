using System.Text.Json.Nodes;
using Dodas.Sandbox.Resources;

namespace Dodas.Sandbox.Api;

/// <summary>The paths of a resource as OpenAPI describes them; clients look here for what a verb's parameters are.</summary>
internal static class OpenApiPaths
{
    /// <summary>Every path of a resource with its operations.</summary>
    public static IEnumerable<(string Path, JsonObject Item)> Of(ResourceKind kind)
    {
        var root = kind.Group.Length == 0 ? $"/api/{kind.Version}" : $"/apis/{kind.ApiVersion}";
        var all = kind.Namespaced ? $"{root}/namespaces/{{namespace}}/{kind.Plural}" : $"{root}/{kind.Plural}";
        yield return (all, Item(kind, kind.Verbs, [("list", "get"), ("create", "post"), ("deletecollection", "delete")], kind.Kind, kind.Group, kind.Version));
        if (kind.Namespaced && kind.Verbs.Contains("list"))
            yield return ($"{root}/{kind.Plural}", Item(kind, ["list"], [("list", "get")], kind.Kind, kind.Group, kind.Version));
        yield return ($"{all}/{{name}}", Item(kind, kind.Verbs, [("get", "get"), ("update", "put"), ("patch", "patch"), ("delete", "delete")], kind.Kind, kind.Group, kind.Version));
        foreach (var sub in kind.Subresources)
            yield return ($"{all}/{{name}}/{sub.Name}", Item(kind, sub.Verbs, [("get", "get"), ("create", "post"), ("update", "put"), ("patch", "patch"), ("delete", "delete")], sub.Kind, sub.Group, sub.Version));
    }

    private static JsonObject Item(ResourceKind kind, IReadOnlyList<string> verbs, (string Verb, string Method)[] methods, string speaks, string group, string version)
    {
        var item = new JsonObject();
        foreach (var (verb, method) in methods)
        {
            if (!verbs.Contains(verb))
                continue;
            item[method] = new JsonObject
            {
                ["parameters"] = Parameters(verb),
                ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
                ["x-kubernetes-action"] = verb switch { "create" => "post", "update" => "put", _ => verb },
                ["x-kubernetes-group-version-kind"] = new JsonObject { ["group"] = group, ["version"] = version, ["kind"] = speaks },
            };
        }

        item["parameters"] = kind.Namespaced ? new JsonArray(InPath("name"), InPath("namespace")) : new JsonArray(InPath("name"));
        return item;
    }

    private static JsonArray Parameters(string verb) => verb switch
    {
        "create" or "update" => [Query("dryRun"), Query("fieldManager"), Query("fieldValidation")],
        "patch" => [Query("dryRun"), Query("fieldManager"), Query("fieldValidation"), Query("force", "boolean")],
        "delete" => [Query("dryRun"), Query("gracePeriodSeconds", "integer"), Query("orphanDependents", "boolean"), Query("propagationPolicy")],
        "list" or "deletecollection" =>
        [
            Query("allowWatchBookmarks", "boolean"), Query("continue"), Query("fieldSelector"), Query("labelSelector"), Query("limit", "integer"), Query("resourceVersion"),
            Query("resourceVersionMatch"), Query("sendInitialEvents", "boolean"), Query("timeoutSeconds", "integer"), Query("watch", "boolean"),
        ],
        _ => [],
    };

    private static JsonObject Query(string name, string type = "string") =>
        new() { ["name"] = name, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = type, ["uniqueItems"] = true } };

    private static JsonObject InPath(string name) =>
        new() { ["name"] = name, ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string", ["uniqueItems"] = true } };
}

using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Access;

/// <summary>Role-based access control by the stored roles and bindings; system:masters may do everything.</summary>
internal sealed class RoleAuthorizer(IObjectStore store) : IAuthorizer
{
    private const string Group = "rbac.authorization.k8s.io";

    /// <inheritdoc/>
    public (bool Allowed, string Reason) Ask(AccessQuestion question)
    {
        if (question.User.IsMaster)
            return (true, "");
        foreach (var (rule, reason) in RulesOf(question.User, question.Namespace))
        {
            if (question.Path is { } path ? CoversPath(rule, question.Verb, path) : Covers(rule, question))
                return (true, reason);
        }

        return (false, "");
    }

    /// <inheritdoc/>
    public (JsonArray Resources, JsonArray Others) Rules(UserInfo user, string @namespace)
    {
        var (resources, others) = (new JsonArray(), new JsonArray());
        if (user.IsMaster)
        {
            resources.Add(new JsonObject { ["verbs"] = new JsonArray("*"), ["apiGroups"] = new JsonArray("*"), ["resources"] = new JsonArray("*") });
            others.Add(new JsonObject { ["verbs"] = new JsonArray("*"), ["nonResourceURLs"] = new JsonArray("*") });
            return (resources, others);
        }

        foreach (var (rule, _) in RulesOf(user, @namespace))
            (rule["nonResourceURLs"] is null ? resources : others).Add(rule.DeepClone());
        return (resources, others);
    }

    private IEnumerable<(JsonObject Rule, string Reason)> RulesOf(UserInfo user, string? @namespace)
    {
        foreach (var binding in store.List(new(Group, "clusterrolebindings")).Where(binding => Names(binding, user)))
        {
            foreach (var rule in RoleRules(binding, null))
                yield return (rule, $"RBAC: allowed by ClusterRoleBinding \"{binding.Text("metadata", "name")}\" of ClusterRole \"{binding.Text("roleRef", "name")}\" to {Subject(binding, user)}");
        }

        if (@namespace is null)
            yield break;
        foreach (var binding in store.List(new(Group, "rolebindings"), @namespace).Where(binding => Names(binding, user)))
        {
            foreach (var rule in RoleRules(binding, @namespace))
                yield return (rule, $"RBAC: allowed by RoleBinding \"{binding.Text("metadata", "name")}/{@namespace}\" of {binding.Text("roleRef", "kind")} \"{binding.Text("roleRef", "name")}\" to {Subject(binding, user)}");
        }
    }

    private IEnumerable<JsonObject> RoleRules(JsonObject binding, string? @namespace)
    {
        var name = binding.Text("roleRef", "name") ?? "";
        var role = binding.Text("roleRef", "kind") == "Role" ? store.Find(new(new(Group, "roles"), @namespace, name)) : store.Find(new(new(Group, "clusterroles"), null, name));
        if (role is null)
            return [];

        // An aggregated role is what the roles with its labels grant.
        var selectors = role.Items("aggregationRule", "clusterRoleSelectors").Select(selector => Api.LabelSelector.Parse(Api.Tables.Selectors.Query(selector))).ToList();
        return selectors.Count == 0
            ? role.Items("rules")
            : role.Items("rules").Concat(store.List(new(Group, "clusterroles")).Where(other => other != role && selectors.Exists(selector => selector.Matches(other))).SelectMany(other => other.Items("rules")));
    }

    private static bool Names(JsonObject binding, UserInfo user) => binding.Items("subjects").Any(subject => Is(subject, user));

    private static bool Is(JsonObject subject, UserInfo user) => subject.Text("kind") switch
    {
        "User" => subject.Text("name") == user.Name,
        "Group" => user.Groups.Contains(subject.Text("name") ?? ""),
        "ServiceAccount" => user.Name == $"system:serviceaccount:{subject.Text("namespace")}:{subject.Text("name")}",
        _ => false,
    };

    private static string Subject(JsonObject binding, UserInfo user)
    {
        var subject = binding.Items("subjects").First(one => Is(one, user));
        return subject.Text("kind") == "ServiceAccount" ? $"ServiceAccount \"{subject.Text("name")}/{subject.Text("namespace")}\"" : $"{subject.Text("kind")} \"{subject.Text("name")}\"";
    }

    private static bool Covers(JsonObject rule, AccessQuestion question)
    {
        var resource = question.Subresource is { Length: > 0 } sub ? $"{question.Resource}/{sub}" : question.Resource;
        return Has(rule, "verbs", question.Verb) && Has(rule, "apiGroups", question.Group)
            && (Has(rule, "resources", resource) || (question.Subresource is { Length: > 0 } under && Texts(rule, "resources").Contains("*/" + under)))
            && (rule.List("resourceNames") is not { Count: > 0 } || (question.Name is { Length: > 0 } name && Texts(rule, "resourceNames").Contains(name)));
    }

    private static bool CoversPath(JsonObject rule, string verb, string path) => Has(rule, "verbs", verb)
        && Texts(rule, "nonResourceURLs").Any(url => url == path || (url.EndsWith('*') && path.StartsWith(url[..^1], StringComparison.Ordinal)));

    private static bool Has(JsonObject rule, string field, string wanted) => Texts(rule, field).Any(text => text == "*" || text == wanted);

    private static IEnumerable<string> Texts(JsonObject rule, string field) => (rule.List(field) ?? []).Select(text => text.Text() ?? "");
}

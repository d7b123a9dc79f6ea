using System.Text;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Api;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Admission.Validation;

/// <summary>What holds for configuration, claims, access and everything that leads to services.</summary>
internal static class ConfigurationRules
{
    private const int DataLimit = 1024 * 1024;

    /// <summary>Checks one.</summary>
    public static void Check(Write write, Problems problems, JsonObject? spec)
    {
        switch (write.Kind.Group, write.Kind.Plural)
        {
            case ("", "configmaps"):
                Data(write, problems, "data", "binaryData");
                break;
            case ("", "secrets"):
                Data(write, problems, "data");
                Secret(write, problems);
                break;
            case ("", "persistentvolumeclaims") when spec is not null:
                Claim(write, problems, spec);
                break;
            case ("networking.k8s.io", "ingresses") when spec is not null:
                Ingress(problems, spec);
                break;
            case ("autoscaling", "horizontalpodautoscalers") when spec is not null:
                if (spec.Number("maxReplicas") is null or < 1)
                    problems.Add(FieldProblem.Invalid("spec.maxReplicas", spec["maxReplicas"] ?? 0, "must be greater than 0"));
                else if (spec.Number("minReplicas") > spec.Number("maxReplicas"))
                    problems.Add(FieldProblem.Invalid("spec.maxReplicas", spec["maxReplicas"], "must be greater than or equal to `minReplicas`"));
                problems.Require(spec.At("scaleTargetRef", "kind"), "spec.scaleTargetRef.kind");
                problems.Require(spec.At("scaleTargetRef", "name"), "spec.scaleTargetRef.name");
                break;
            case ("policy", "poddisruptionbudgets") when spec is not null:
                if (spec["minAvailable"] is not null && spec["maxUnavailable"] is not null)
                    problems.Add(FieldProblem.Invalid("spec", spec, "minAvailable and maxUnavailable cannot be both set"));
                break;
            case ("rbac.authorization.k8s.io", "roles" or "clusterroles"):
                Rules(write, problems);
                break;
            case ("rbac.authorization.k8s.io", _):
                problems.Require(write.Document.At("roleRef", "name"), "roleRef.name");
                problems.OneOf(write.Document.At("roleRef", "kind"), "roleRef.kind", "Role", "ClusterRole");
                if (write.Before is not null)
                    problems.Immutable(write.Before["roleRef"], write.Document["roleRef"], "roleRef", "cannot change roleRef");
                break;
            case ("storage.k8s.io", "storageclasses"):
                problems.Require(write.Document["provisioner"], "provisioner");
                break;
            case ("apiextensions.k8s.io", "customresourcedefinitions") when spec is not null:
                Definition(write, problems, spec);
                break;
        }
    }

    private static void Data(Write write, Problems problems, params ReadOnlySpan<string> fields)
    {
        long size = 0;
        foreach (var field in fields)
        {
            foreach (var (key, value) in write.Document.Map(field) ?? [])
            {
                Names.ConfigKey(problems, field, key);
                size += Encoding.UTF8.GetByteCount(value.Text() ?? "");
            }

            if (write.Before.Flag("immutable") && !JsonNode.DeepEquals(write.Before![field], write.Document[field]))
                problems.Add(FieldProblem.Forbidden(field, "field is immutable when `immutable` is set"));
        }

        if (size > DataLimit * 4 / 3)
            problems.Add(FieldProblem.TooLong(write.Kind.Plural == "secrets" ? "data" : "", DataLimit));
        if (write.Before.Flag("immutable") && !write.Document.Flag("immutable"))
            problems.Add(FieldProblem.Forbidden("immutable", "field is immutable when `immutable` is set"));
    }

    private static void Secret(Write write, Problems problems)
    {
        if (write.Before is not null)
            problems.Immutable(write.Before["type"], write.Document["type"], "type");
        void Keys(params ReadOnlySpan<string> keys)
        {
            foreach (var key in keys)
            {
                if (write.Document.At("data", key) is null)
                    problems.Add(FieldProblem.Required($"data[{key}]"));
            }
        }

        switch (write.Document.Text("type"))
        {
            case "kubernetes.io/tls":
                Keys("tls.crt", "tls.key");
                break;
            case "kubernetes.io/dockerconfigjson":
                Keys(".dockerconfigjson");
                break;
            case "kubernetes.io/ssh-auth":
                Keys("ssh-privatekey");
                break;
        }
    }

    private static void Claim(Write write, Problems problems, JsonObject spec)
    {
        problems.Require(spec["accessModes"], "spec.accessModes", "at least 1 access mode is required");
        if (spec.List("accessModes") is { } modes)
        {
            foreach (var mode in modes)
                problems.OneOf(mode, "spec.accessModes", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");
        }

        problems.Require(spec.At("resources", "requests", "storage"), "spec.resources[storage]");
        if (write.Before?.Map("spec") is not { } before)
            return;
        JsonObject Fixed(JsonObject from)
        {
            var copy = (JsonObject)from.DeepClone();
            copy.Remove("resources");
            copy.Remove("volumeAttributesClassName");
            if (before["volumeName"] is null)
                copy.Remove("volumeName");
            return copy;
        }

        if (!JsonNode.DeepEquals(Fixed(before), Fixed(spec)))
            problems.Add(FieldProblem.Forbidden("spec", "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"));
        if (Quantity.Parse(spec.At("resources", "requests", "storage")) < Quantity.Parse(before.At("resources", "requests", "storage")))
            problems.Add(FieldProblem.Forbidden("spec.resources.requests.storage", "field can not be less than status.capacity"));
    }

    private static void Ingress(Problems problems, JsonObject spec)
    {
        if (spec.List("rules") is not { Count: > 0 } && spec["defaultBackend"] is null)
            problems.Add(FieldProblem.Invalid("spec", new JsonObject(), "either `defaultBackend` or `rules` must be specified"));
        var rule = 0;
        foreach (var one in spec.Items("rules"))
        {
            var path = 0;
            foreach (var entry in one.Items("http", "paths"))
            {
                var field = $"spec.rules[{rule}].http.paths[{path++}]";
                problems.Require(entry["pathType"], $"{field}.pathType", "pathType must be specified");
                problems.OneOf(entry["pathType"], $"{field}.pathType", "Exact", "ImplementationSpecific", "Prefix");
                if (entry.Text("pathType") is "Exact" or "Prefix" && entry.Text("path") is not ['/', ..])
                    problems.Add(FieldProblem.Invalid($"{field}.path", entry["path"] ?? "", "must be an absolute path"));
                if (entry.Map("backend", "service") is { } service)
                {
                    problems.Require(service["name"], $"{field}.backend.service.name");
                    if (service.At("port", "name") is null && service.Number("port", "number") is null or 0)
                        problems.Add(FieldProblem.Required($"{field}.backend", "port name or number is required"));
                }
                else if (entry.Map("backend", "resource") is null)
                {
                    problems.Add(FieldProblem.Required($"{field}.backend", "port name or number is required"));
                }
            }

            rule++;
        }
    }

    private static void Rules(Write write, Problems problems)
    {
        var index = 0;
        foreach (var rule in write.Document.Items("rules"))
        {
            var field = $"rules[{index++}]";
            problems.Require(rule["verbs"], $"{field}.verbs", "verbs must contain at least one value");
            if (rule["nonResourceURLs"] is not null)
                continue;
            problems.Require(rule["apiGroups"], $"{field}.apiGroups", "resource rules must supply at least one api group");
            problems.Require(rule["resources"], $"{field}.resources", "resource rules must supply at least one resource");
        }
    }

    private static void Definition(Write write, Problems problems, JsonObject spec)
    {
        var expected = $"{spec.Text("names", "plural")}.{spec.Text("group")}";
        var name = write.Document.Text("metadata", "name");
        if (name != expected)
            problems.Add(FieldProblem.Invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group"));
        problems.Require(spec["group"], "spec.group");
        problems.Require(spec.At("names", "plural"), "spec.names.plural");
        problems.Require(spec.At("names", "kind"), "spec.names.kind");
        problems.Require(spec["scope"], "spec.scope");
        problems.OneOf(spec["scope"], "spec.scope", "Cluster", "Namespaced");
        if (!problems.Require(spec["versions"], "spec.versions"))
            return;
        if (spec.Items("versions").Count(version => version.Flag("storage")) != 1)
            problems.Add(FieldProblem.Invalid("spec.versions", spec["versions"], "must have exactly one version marked as storage version"));
        var index = 0;
        foreach (var version in spec.Items("versions"))
        {
            if (version.Map("schema", "openAPIV3Schema") is null)
                problems.Add(FieldProblem.Required($"spec.versions[{index}].schema.openAPIV3Schema", "schemas are required"));
            index++;
        }
    }
}

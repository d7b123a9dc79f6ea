using System.Text;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Resources;

namespace Dodas.Sandbox.Admission;

/// <summary>What the API server fills in for an object before anyone looks at it.</summary>
internal static class Defaults
{
    /// <summary>Fills an object in.</summary>
    public static void Apply(ResourceKind kind, JsonObject document)
    {
        if (kind.Custom is { } custom)
        {
            if (custom.Validation is { } validation)
                CustomDefaults.Apply(document, validation);
            return;
        }

        var spec = document.Map("spec");
        switch (kind.Group, kind.Plural)
        {
            case ("", "pods") when spec is not null:
                PodDefaults.ApplyToPod(spec);
                break;
            case ("apps", _) or ("batch", _) or ("", "replicationcontrollers" or "podtemplates"):
                WorkloadDefaults.Apply(kind, document, spec);
                break;
            case ("", "services") or ("", "endpoints") or ("networking.k8s.io", _) or ("discovery.k8s.io", _):
                NetworkDefaults.Apply(kind, document, spec);
                break;
            case ("", "persistentvolumeclaims") when spec is not null:
                spec.Default("volumeMode", "Filesystem");
                document.Ensure("status").Default("phase", "Pending");
                break;
            case ("", "persistentvolumes") when spec is not null:
                spec.Default("persistentVolumeReclaimPolicy", "Retain");
                spec.Default("volumeMode", "Filesystem");
                document.Ensure("status").Default("phase", "Pending");
                break;
            case ("", "secrets"):
                document.Default("type", "Opaque");
                StringData(document);
                break;
            case ("", "namespaces"):
                document.Ensure("status").Default("phase", "Active");
                if (document.Text("metadata", "name") is { Length: > 0 } name)
                    document.Ensure("metadata").Ensure("labels")["kubernetes.io/metadata.name"] = name;
                break;
            case ("", "limitranges"):
                foreach (var limit in spec.Items("limits").Where(limit => limit.Text("type") == "Container"))
                    Limits(limit);
                break;
            case ("autoscaling", "horizontalpodautoscalers") when spec is not null:
                Autoscaler(kind, spec);
                break;
            case ("storage.k8s.io", "storageclasses"):
                document.Default("reclaimPolicy", "Delete");
                document.Default("volumeBindingMode", "Immediate");
                break;
            case ("rbac.authorization.k8s.io", _):
                Roles(document);
                break;
            case ("scheduling.k8s.io", "priorityclasses"):
                document.Default("preemptionPolicy", "PreemptLowerPriority");
                break;
            case ("admissionregistration.k8s.io", "mutatingwebhookconfigurations" or "validatingwebhookconfigurations"):
                foreach (var webhook in document.Items("webhooks"))
                    Webhook(kind, webhook);
                break;
            case ("apiextensions.k8s.io", "customresourcedefinitions") when spec is not null:
                spec.Default("conversion", new JsonObject { ["strategy"] = "None" });
                var names = spec.Ensure("names");
                names.Default("singular", (names.Text("kind") ?? "").ToLowerInvariant());
                names.Default("listKind", names.Text("kind") + "List");
                break;
        }
    }

    private static void StringData(JsonObject secret)
    {
        if (secret.Map("stringData") is not { } texts)
            return;
        var data = secret.Ensure("data");
        foreach (var (name, value) in texts)
            data[name] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value.Text() ?? ""));
        secret.Remove("stringData");
    }

    private static void Limits(JsonObject limit)
    {
        void Copy(string from, string to)
        {
            foreach (var (name, value) in limit.Map(from) ?? [])
                limit.Ensure(to).Default(name, value!.DeepClone());
        }

        Copy("max", "default");
        Copy("default", "defaultRequest");
        Copy("min", "defaultRequest");
    }

    private static void Autoscaler(ResourceKind kind, JsonObject spec)
    {
        spec.Default("minReplicas", 1);
        if (kind.Version == "v2" && spec.List("metrics") is not { Count: > 0 })
        {
            spec["metrics"] = new JsonArray(new JsonObject
            {
                ["type"] = "Resource",
                ["resource"] = new JsonObject { ["name"] = "cpu", ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = 80 } },
            });
        }
    }

    private static void Roles(JsonObject document)
    {
        const string Group = "rbac.authorization.k8s.io";
        document.Map("roleRef")?.Default("apiGroup", Group);
        foreach (var subject in document.Items("subjects"))
        {
            if (subject.Text("kind") is "User" or "Group")
                subject.Default("apiGroup", Group);
        }
    }

    private static void Webhook(ResourceKind kind, JsonObject webhook)
    {
        webhook.Default("failurePolicy", "Fail");
        webhook.Default("matchPolicy", "Equivalent");
        webhook.Default("namespaceSelector", new JsonObject());
        webhook.Default("objectSelector", new JsonObject());
        webhook.Default("timeoutSeconds", 10);
        if (kind.Plural == "mutatingwebhookconfigurations")
            webhook.Default("reinvocationPolicy", "Never");
        webhook.Map("clientConfig", "service")?.Default("port", 443);
        foreach (var rule in webhook.Items("rules"))
            rule.Default("scope", "*");
    }
}

using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Api;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Admission;

/// <summary>
/// What the admission plugins ServiceAccount, Priority and DefaultTolerationSeconds add to a new pod: its service account with the mounted token, its
/// priority, and how long it stays on a lost node. Its status begins as Pending with its quality of service.
/// </summary>
internal sealed class PodAdmission(IObjectStore store) : IAdmission
{
    private const string TokenMount = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <inheritdoc/>
    public void Admit(Write write)
    {
        if (!write.IsCreate || write.Kind is not { Group: "", Plural: "pods" } || write.Document.Map("spec") is not { } spec)
            return;
        Account(write, spec);
        Priority(write, spec);
        Tolerations(spec);
        write.Document["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = QualityOfService(spec) };
    }

    private void Account(Write write, JsonObject spec)
    {
        spec.Default("serviceAccountName", "default");
        var name = spec.Text("serviceAccountName")!;
        spec["serviceAccount"] = name;
        var account = store.Find(new(new("", "serviceaccounts"), write.Namespace, name));
        if (account is null)
        {
            // The account controller makes "default" a moment after its namespace; a pod need not wait for that here.
            if (name != "default")
                throw Refusal.Forbidden(write.Kind, write.Document.Text("metadata", "name"), $"error looking up service account {write.Namespace}/{name}: serviceaccount \"{name}\" not found");
        }
        else if (account.List("imagePullSecrets") is { Count: > 0 } secrets && spec["imagePullSecrets"] is null)
        {
            spec["imagePullSecrets"] = secrets.DeepClone();
        }

        var mounts = spec["automountServiceAccountToken"] is JsonValue own ? own.GetValue<bool>() : account?["automountServiceAccountToken"]?.GetValue<bool>() ?? true;
        if (mounts)
            MountToken(spec);
    }

    private static void MountToken(JsonObject spec)
    {
        var lacking = spec.Items("containers").Concat(spec.Items("initContainers")).Where(container => !container.Items("volumeMounts").Any(mount => mount.Text("mountPath") == TokenMount)).ToList();
        if (lacking.Count == 0)
            return;
        var volume = "kube-api-access-" + RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz2456789", 5);
        foreach (var container in lacking)
            AddTo(container, "volumeMounts", new JsonObject { ["name"] = volume, ["readOnly"] = true, ["mountPath"] = TokenMount });
        AddTo(spec, "volumes", new JsonObject
        {
            ["name"] = volume,
            ["projected"] = new JsonObject
            {
                ["sources"] = new JsonArray(
                    new JsonObject { ["serviceAccountToken"] = new JsonObject { ["expirationSeconds"] = 3607, ["path"] = "token" } },
                    ConfigMapKey("kube-root-ca.crt", "ca.crt"),
                    new JsonObject { ["downwardAPI"] = new JsonObject { ["items"] = new JsonArray(new JsonObject { ["path"] = "namespace", ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = "metadata.namespace" } }) } }),
                ["defaultMode"] = 420,
            },
        });
    }

    private static JsonObject ConfigMapKey(string name, string key) =>
        new() { ["configMap"] = new JsonObject { ["name"] = name, ["items"] = new JsonArray(new JsonObject { ["key"] = key, ["path"] = key }) } };

    private void Priority(Write write, JsonObject spec)
    {
        var name = spec.Text("priorityClassName");
        var classes = store.List(new("scheduling.k8s.io", "priorityclasses"));
        var found = name is { Length: > 0 }
            ? classes.FirstOrDefault(one => one.Text("metadata", "name") == name)
            : classes.FirstOrDefault(one => one.Flag("globalDefault"));
        if (found is null && name is { Length: > 0 } && name is not ("system-node-critical" or "system-cluster-critical"))
            throw Refusal.Forbidden(write.Kind, write.Document.Text("metadata", "name"), $"no PriorityClass with name {name} was found");
        if (found is not null)
            spec["priorityClassName"] = found.Text("metadata", "name");
        spec["priority"] = found?.Number("value") ?? name switch { "system-node-critical" => 2_000_001_000, "system-cluster-critical" => 2_000_000_000, _ => 0 };
        spec.Default("preemptionPolicy", found?.Text("preemptionPolicy") ?? "PreemptLowerPriority");
    }

    private static void Tolerations(JsonObject spec)
    {
        foreach (var taint in (ReadOnlySpan<string>)["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"])
        {
            var key = taint;
            if (!spec.Items("tolerations").Any(toleration => (toleration.Text("key") is null || toleration.Text("key") == key) && toleration.Text("effect") is null or "NoExecute"))
                AddTo(spec, "tolerations", new JsonObject { ["key"] = key, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300 });
        }
    }

    private static void AddTo(JsonObject parent, string list, JsonNode item)
    {
        if (parent[list] is not JsonArray array)
            parent[list] = array = [];
        array.Add(item);
    }

    /// <summary>Guaranteed when every container limits CPU and memory to what it requests, BestEffort when none asks for anything.</summary>
    private static string QualityOfService(JsonObject spec)
    {
        var containers = spec.Items("containers").Concat(spec.Items("initContainers")).Select(container => container.Map("resources")).ToList();
        if (containers.TrueForAll(resources => resources.Map("requests") is not { Count: > 0 } && resources.Map("limits") is not { Count: > 0 }))
            return "BestEffort";
        bool Equal(JsonObject? resources, string name) => resources.At("limits", name) is { } limit && (resources.At("requests", name) is not { } request || JsonNode.DeepEquals(limit, request));
        return containers.TrueForAll(resources => Equal(resources, "cpu") && Equal(resources, "memory")) ? "Guaranteed" : "Burstable";
    }
}

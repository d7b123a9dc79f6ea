using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Nodes;

/// <summary>The ConfigMaps, Secrets and claims a pod needs; what is missing is waited for.</summary>
internal sealed class PodDependencies(Cluster cluster, JsonObject pod, Action<ObjectKey> wait)
{
    /// <summary>Why a volume cannot be mounted yet, in the kubelet's words, or null.</summary>
    public string? FindUnmountable()
    {
        foreach (var volume in pod.Items("spec", "volumes"))
        {
            var name = volume.Text("name");
            var problem = Missing(Kinds.Secrets, "secret", volume.Map("secret"), "secretName")
                ?? Missing(Kinds.ConfigMaps, "configmap", volume.Map("configMap"), "name")
                ?? volume.Items("projected", "sources").Select(source =>
                    Missing(Kinds.Secrets, "secret", source.Map("secret"), "name") ?? Missing(Kinds.ConfigMaps, "configmap", source.Map("configMap"), "name")).FirstOrDefault(found => found is not null);
            if (problem is not null)
                return $"MountVolume.SetUp failed for volume \"{name}\" : {problem}";
        }

        return null;
    }

    /// <summary>Why a container cannot be configured yet, in the kubelet's words, or null.</summary>
    public string? FindUnconfigurable(JsonObject container)
    {
        foreach (var source in container.Items("envFrom"))
        {
            var problem = Reference(Kinds.ConfigMaps, "configmap", source.Map("configMapRef"), null) ?? Reference(Kinds.Secrets, "secret", source.Map("secretRef"), null);
            if (problem is not null)
                return problem;
        }

        foreach (var variable in container.Items("env"))
        {
            var configMap = variable.Map("valueFrom", "configMapKeyRef");
            var secret = variable.Map("valueFrom", "secretKeyRef");
            var problem = Reference(Kinds.ConfigMaps, "configmap", configMap, configMap.Text("key")) ?? Reference(Kinds.Secrets, "secret", secret, secret.Text("key"));
            if (problem is not null)
                return problem;
        }

        return null;
    }

    private string? Missing(GroupResource resource, string kind, JsonObject? source, string nameField)
    {
        if (source is null || source.Flag("optional") || source.Text(nameField) is not { } name)
            return null;
        var key = resource.Key(pod.Namespace(), name);
        if (cluster.Find(key) is not { } found)
        {
            wait(key);
            // The cluster's own certificate is made with the namespace; the kubelet words its absence differently.
            return resource == Kinds.ConfigMaps && name == "kube-root-ca.crt" ? $"object \"{pod.Namespace()}\"/\"{name}\" not registered" : $"{kind} \"{name}\" not found";
        }

        var absent = source.Items("items").Select(item => item.Text("key") ?? "").FirstOrDefault(item => !HasKey(found, item));
        if (absent is null)
            return null;
        wait(key);
        return $"references non-existent {(kind == "secret" ? "secret" : "config")} key: {absent}";
    }

    private string? Reference(GroupResource resource, string kind, JsonObject? reference, string? item)
    {
        if (reference is null || reference.Flag("optional") || reference.Text("name") is not { } name)
            return null;
        var key = resource.Key(pod.Namespace(), name);
        if (cluster.Find(key) is not { } found)
        {
            wait(key);
            return $"{kind} \"{name}\" not found";
        }

        if (item is null || HasKey(found, item))
            return null;
        wait(key);
        return $"couldn't find key {item} in {(kind == "secret" ? "Secret" : "ConfigMap")} {pod.Namespace()}/{name}";
    }

    private static bool HasKey(JsonObject found, string item) => found.At("data", item) is not null || found.At("binaryData", item) is not null || found.At("stringData", item) is not null;
}

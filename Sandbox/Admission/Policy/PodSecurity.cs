using System.Text.Json.Nodes;
using Dodas.Sandbox.Api;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Admission.Policy;

/// <summary>The Pod Security labels of a namespace: <c>enforce</c> refuses pods, <c>warn</c> tells about pods and about templates of pods.</summary>
internal sealed class PodSecurity(IObjectStore store) : IAdmission
{
    private const string Label = "pod-security.kubernetes.io/";

    /// <inheritdoc/>
    public void Admit(Write write)
    {
        if (write.Namespace is not { } space || write.Subresource is not null || PodOf(write) is not { } pod)
            return;
        var labels = store.Find(new(new("", "namespaces"), null, space)).Map("metadata", "labels");
        if (labels is null)
            return;
        var isPod = write.Kind is { Group: "", Plural: "pods" };
        if (isPod && write.IsCreate && Violations(labels, "enforce", pod) is { } refused)
            throw Refusal.Forbidden(write.Kind, write.Document.Text("metadata", "name"), $"violates PodSecurity {refused}");
        if (Violations(labels, "warn", pod) is { } warned)
            write.Warn($"would violate PodSecurity {warned}");
        else if (!isPod && Violations(labels, "enforce", pod) is { } later && !labels.ContainsKey(Label + "warn"))
            write.Warn($"would violate PodSecurity {later}");
    }

    private static JsonObject? PodOf(Write write) => (write.Kind.Group, write.Kind.Plural) switch
    {
        ("", "pods") => write.Document,
        ("apps", "deployments" or "replicasets" or "statefulsets" or "daemonsets") or ("batch", "jobs") or ("", "replicationcontrollers") => write.Document.Map("spec", "template"),
        ("batch", "cronjobs") => write.Document.Map("spec", "jobTemplate", "spec", "template"),
        ("", "podtemplates") => write.Document.Map("template"),
        _ => null,
    };

    private static string? Violations(JsonObject labels, string mode, JsonObject pod)
    {
        var level = labels.Text(Label + mode);
        if (level is not ("baseline" or "restricted"))
            return null;
        var found = PodSecurityChecks.Run(pod, restricted: level == "restricted");
        return found.Count == 0 ? null : $"\"{level}:{labels.Text($"{Label}{mode}-version") ?? "latest"}\": {string.Join(", ", found)}";
    }
}

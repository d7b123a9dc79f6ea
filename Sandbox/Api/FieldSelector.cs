using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Resources;

namespace Dodas.Sandbox.Api;

/// <summary>A field selector: <c>metadata.name=x,status.phase!=Running</c>. Each kind allows only some fields, as a real server does.</summary>
internal sealed class FieldSelector
{
    private static readonly Dictionary<(string Group, string Plural), string[]> Selectable = new()
    {
        [("", "pods")] = ["spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP", "status.podIPs", "status.nominatedNodeName"],
        [("", "events")] = ["involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type"],
        [("events.k8s.io", "events")] = ["regarding.kind", "regarding.namespace", "regarding.name", "regarding.uid", "regarding.apiVersion", "regarding.resourceVersion", "regarding.fieldPath", "reason", "reportingController", "type"],
        [("", "secrets")] = ["type"],
        [("", "namespaces")] = ["status.phase"],
        [("", "nodes")] = ["spec.unschedulable"],
        [("", "services")] = ["spec.clusterIP", "spec.type"],
        [("", "replicationcontrollers")] = ["status.replicas"],
        [("apps", "replicasets")] = ["status.replicas"],
        [("batch", "jobs")] = ["status.successful"],
        [("certificates.k8s.io", "certificatesigningrequests")] = ["spec.signerName"],
    };

    private readonly List<(string[] Path, string Value, bool Equal)> requirements = [];

    /// <summary>The name that <c>metadata.name=</c> asks for, or null.</summary>
    public string? Name { get; private set; }

    /// <summary>Says whether it takes everything.</summary>
    public bool IsEmpty => requirements.Count == 0;

    /// <summary>Parses a selector for a kind; an empty one takes everything.</summary>
    /// <exception cref="Storage.StatusException">400 for a field that the kind does not allow.</exception>
    public static FieldSelector Parse(string? text, ResourceKind kind)
    {
        var selector = new FieldSelector();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var not = part.IndexOf("!=", StringComparison.Ordinal);
            var at = not >= 0 ? not : part.IndexOf('=', StringComparison.Ordinal);
            if (at < 0)
                throw Refusal.BadRequest($"invalid selector: '{text}'; can't understand '{part}'");
            var field = part[..at].Trim();
            var value = part[(at + (not >= 0 ? 2 : 1))..].TrimStart('=').Trim();
            if (field is not ("metadata.name" or "metadata.namespace") && (kind.Custom is not null || !Selectable.GetValueOrDefault((kind.Group, kind.Plural), []).Contains(field)))
                throw Refusal.BadRequest($"Unable to find \"{kind.ApiVersion}, Resource={kind.Plural}\" that match label selector \"\", field selector \"{text}\": field label not supported: {field}");
            selector.requirements.Add((field.Split('.'), value, not < 0));
            if (field == "metadata.name" && not < 0)
                selector.Name = value;
        }

        return selector;
    }

    /// <summary>Says whether an object meets it.</summary>
    public bool Matches(JsonNode? document) => requirements.TrueForAll(requirement =>
    {
        var found = document.At(requirement.Path);
        var text = found switch
        {
            null => requirement.Path is ["spec", "unschedulable" or "hostNetwork"] ? "false" : "",
            _ when found.IsText(out var value) => value,
            _ => JsonText.Write(found),
        };
        return text == requirement.Value == requirement.Equal;
    });
}

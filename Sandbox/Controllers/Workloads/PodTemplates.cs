using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Nodes;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Controllers.Workloads;

/// <summary>Making pods from the template of a workload.</summary>
internal static class PodTemplates
{
    /// <summary>A pod without a name, owned by <paramref name="owner"/>.</summary>
    public static JsonObject NewPod(JsonNode? template, JsonObject owner, string apiVersion, string kind)
    {
        var metadata = new JsonObject { ["namespace"] = owner.Namespace() };
        foreach (var part in (string[])["labels", "annotations", "finalizers"])
        {
            if (template.At("metadata", part) is { } value)
                metadata[part] = value.DeepClone();
        }

        metadata["ownerReferences"] = new JsonArray(Owners.ReferenceTo(owner, apiVersion, kind));
        var spec = template.Map("spec")?.Copy() ?? [];
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = metadata,
            ["spec"] = spec,
            ["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = PodResources.QualityOfService(spec) },
        };
    }

    /// <summary>Whether two templates ask for the same pods; the hash label that a Deployment adds does not count.</summary>
    public static bool Same(JsonObject? left, JsonObject? right) => JsonNode.DeepEquals(WithoutHash(left), WithoutHash(right));

    private static JsonObject? WithoutHash(JsonObject? template)
    {
        if (template.Text("metadata", "labels", TemplateHash) is null)
            return template;
        var copy = template!.Copy();
        copy.Map("metadata", "labels")!.Remove(TemplateHash);
        return copy;
    }

    /// <summary>The label by which the pods of one revision of a Deployment are told apart.</summary>
    public const string TemplateHash = "pod-template-hash";
}

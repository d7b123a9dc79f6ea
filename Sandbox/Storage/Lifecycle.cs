using System.Text.Json.Nodes;

namespace Dodas.Sandbox.Storage;

/// <summary>The rules of generation and deletion that hold for every writer.</summary>
internal static class Lifecycle
{
    // The registries of these kinds never set a generation, although their objects have a spec.
    private static readonly HashSet<GroupResource> WithoutGeneration =
    [
        new("", "services"), new("", "persistentvolumeclaims"), new("", "persistentvolumes"), new("", "namespaces"), new("", "nodes"),
        new("", "resourcequotas"), new("", "limitranges"), new("coordination.k8s.io", "leases"), new("certificates.k8s.io", "certificatesigningrequests"),
        new("autoscaling", "horizontalpodautoscalers"), new("storage.k8s.io", "csinodes"), new("storage.k8s.io", "csidrivers"), new("storage.k8s.io", "volumeattachments"),
    ];

    // These have a generation although what they want stands beside their metadata.
    private static readonly HashSet<GroupResource> GenerationWithoutSpec =
    [
        new("discovery.k8s.io", "endpointslices"), new("scheduling.k8s.io", "priorityclasses"),
        new("admissionregistration.k8s.io", "mutatingwebhookconfigurations"), new("admissionregistration.k8s.io", "validatingwebhookconfigurations"),
    ];

    /// <summary>Says whether an object of a resource carries a generation.</summary>
    public static bool HasGeneration(GroupResource resource, JsonObject document) =>
        GenerationWithoutSpec.Contains(resource) || (document["spec"] is not null && !WithoutGeneration.Contains(resource));

    /// <summary>Says whether a change is one of the wanted state, which makes a new generation; a pod that is given a node is still the same.</summary>
    public static bool ChangesGeneration(GroupResource resource, JsonObject before, JsonObject after)
    {
        if (GenerationWithoutSpec.Contains(resource))
            return !JsonNode.DeepEquals(Content(before), Content(after));
        if (resource is { Group: "", Plural: "pods" } && !JsonNode.DeepEquals(before["spec"]?["nodeName"], after["spec"]?["nodeName"]))
        {
            var (left, right) = (before["spec"]!.DeepClone().AsObject(), after["spec"]!.DeepClone().AsObject());
            left.Remove("nodeName");
            right.Remove("nodeName");
            return !JsonNode.DeepEquals(left, right);
        }

        return !JsonNode.DeepEquals(before["spec"], after["spec"]);
    }

    /// <summary>Says whether an object that was asked to go may go now.</summary>
    public static bool MayGo(JsonObject document) =>
        document["metadata"] is JsonObject metadata
        && metadata["deletionTimestamp"] is not null
        && ((metadata["deletionGracePeriodSeconds"] as JsonValue)?.TryGetValue<long>(out var grace) != true || grace == 0)
        && IsEmpty(metadata["finalizers"])
        && IsEmpty(NamespaceFinalizers(document));

    /// <summary>
    /// Marks an object as being deleted and gives whether it stays for now: because of finalizers, or because it is a pod on a node that gets its grace period.
    /// </summary>
    /// <param name="key">Which object.</param>
    /// <param name="document">A private copy, changed here.</param>
    /// <param name="gracePeriodSeconds">Asked for; null takes a pod's own.</param>
    /// <param name="propagation">Background, Foreground or Orphan; null takes Background.</param>
    /// <param name="now">The time.</param>
    public static bool MarkDeleted(ObjectKey key, JsonObject document, long? gracePeriodSeconds, string? propagation, DateTimeOffset now)
    {
        var metadata = document["metadata"]!.AsObject();
        var grace = key.Resource is { Group: "", Plural: "pods" } ? PodGrace(document, gracePeriodSeconds) : 0;
        AddPropagationFinalizer(metadata, propagation);
        var stays = grace > 0 || !IsEmpty(metadata["finalizers"]) || !IsEmpty(NamespaceFinalizers(document));
        if (!stays)
            return false;

        var first = metadata["deletionTimestamp"] is null;
        if (first || Grace(metadata) > grace)
        {
            metadata["deletionTimestamp"] = Timestamp(now.AddSeconds(grace));
            metadata["deletionGracePeriodSeconds"] = grace;
        }

        if (first && metadata["generation"] is JsonValue generation && generation.TryGetValue<long>(out var number))
            metadata["generation"] = number + 1;
        if (key.Resource is { Group: "", Plural: "namespaces" })
            document["status"] = new JsonObject { ["phase"] = "Terminating" };
        return true;
    }

    /// <summary>A time as Kubernetes writes it: UTC, whole seconds.</summary>
    public static string Timestamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    private static long Grace(JsonObject metadata) => metadata["deletionGracePeriodSeconds"] is JsonValue value && value.TryGetValue<long>(out var seconds) ? seconds : 0;

    private static long PodGrace(JsonObject pod, long? asked)
    {
        // A pod that no node runs, or that has ended, has nothing to end gracefully.
        if (pod["spec"]?["nodeName"] is null || pod["status"]?["phase"]?.GetValue<string>() is "Succeeded" or "Failed")
            return 0;
        return asked ?? (pod["spec"]?["terminationGracePeriodSeconds"] is JsonValue own && own.TryGetValue<long>(out var seconds) ? seconds : 30);
    }

    private static void AddPropagationFinalizer(JsonObject metadata, string? propagation)
    {
        var finalizer = propagation switch { "Foreground" => "foregroundDeletion", "Orphan" => "orphan", _ => null };
        var finalizers = metadata["finalizers"] as JsonArray;
        if (finalizer is null || finalizers?.Any(f => f?.GetValue<string>() == finalizer) == true)
            return;
        if (finalizers is null)
            metadata["finalizers"] = finalizers = [];
        finalizers.Add(finalizer);
    }

    private static JsonObject Content(JsonObject document)
    {
        var copy = (JsonObject)document.DeepClone();
        copy.Remove("metadata");
        return copy;
    }

    private static JsonNode? NamespaceFinalizers(JsonObject document) =>
        document["kind"]?.GetValue<string>() == "Namespace" && document["apiVersion"]?.GetValue<string>() == "v1" ? document["spec"]?["finalizers"] : null;

    private static bool IsEmpty(JsonNode? list) => list is not JsonArray { Count: > 0 };
}

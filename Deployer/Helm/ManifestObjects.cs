using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dodas.Catalog.Documents;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Helm;

/// <summary>Reads which objects a manifest holds.</summary>
internal static partial class ManifestObjects
{
    // A label given twice is common in charts and helm takes it; a manifest may be far longer than what a person writes.
    private static readonly DocumentLimits Limits = DocumentLimits.ChartValues with { Length = 16 * 1024 * 1024, Nodes = 2_000_000 };

    // Kinds of Kubernetes itself that live outside namespaces (kubectl api-resources --namespaced=false, 1.36).
    private static readonly HashSet<string> ClusterWide =
    [
        "APIService", "CertificateSigningRequest", "ClusterRole", "ClusterRoleBinding", "CSIDriver", "CSINode", "CustomResourceDefinition",
        "DeviceClass", "FlowSchema", "IngressClass", "IPAddress", "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding", "MutatingWebhookConfiguration",
        "Namespace", "Node", "PersistentVolume", "PriorityClass", "PriorityLevelConfiguration", "ResourceSlice", "RuntimeClass", "ServiceCIDR",
        "StorageClass", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "ValidatingWebhookConfiguration", "VolumeAttachment", "VolumeAttributesClass",
    ];

    /// <summary>The objects in their order; a List is its items, and a document that names no object is left out.</summary>
    /// <param name="manifest">YAML documents.</param>
    /// <param name="releaseNamespace">Where an object goes that names no namespace.</param>
    public static IReadOnlyList<ObjectReference> Read(string manifest, string releaseNamespace)
    {
        var documents = Separator().Split(manifest).Where(text => !string.IsNullOrWhiteSpace(text)).Select(Document);
        return [.. documents.SelectMany(Items).Select(item => Reference(item, releaseNamespace)).OfType<ObjectReference>()];
    }

    // helm takes what a strict reader refuses. A document that cannot be read is not watched; it must never keep a release from being shown or deleted.
    private static JsonNode? Document(string text)
    {
        try
        {
            return YamlReader.Read(text, Limits);
        }
        catch (DocumentException)
        {
            return null;
        }
    }

    private static IEnumerable<JsonObject> Items(JsonNode? node)
    {
        if (node is not JsonObject mapping) return [];
        return Text(mapping, "kind")?.EndsWith("List", StringComparison.Ordinal) == true && mapping["items"] is JsonArray items
            ? items.SelectMany(Items)
            : [mapping];
    }

    private static ObjectReference? Reference(JsonObject item, string releaseNamespace)
    {
        if (Text(item, "apiVersion") is not { } apiVersion || Text(item, "kind") is not { } kind) return null;
        if (item["metadata"] is not JsonObject metadata || Text(metadata, "name") is not { } name) return null;
        return new ObjectReference(apiVersion, kind, ClusterWide.Contains(kind) ? null : Text(metadata, "namespace") ?? releaseNamespace, name);
    }

    private static string? Text(JsonObject node, string key) => node[key] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    [GeneratedRegex(@"^---[ \t\r]*(#.*)?$", RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Separator();
}

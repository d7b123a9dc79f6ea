using Dodas.Deployer.Targets;
using YamlDotNet.RepresentationModel;

namespace Dodas.Deployer.Helm;

/// <summary>Reads which objects a manifest holds.</summary>
internal static class ManifestObjects
{
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
        var stream = new YamlStream();
        stream.Load(new StringReader(manifest));
        return [.. stream.Documents.Select(document => document.RootNode).SelectMany(Items).Select(item => Reference(item, releaseNamespace)).OfType<ObjectReference>()];
    }

    private static IEnumerable<YamlMappingNode> Items(YamlNode node)
    {
        if (node is not YamlMappingNode mapping) return [];
        return Text(mapping, "kind")?.EndsWith("List", StringComparison.Ordinal) == true && Child(mapping, "items") is YamlSequenceNode items
            ? items.SelectMany(Items)
            : [mapping];
    }

    private static ObjectReference? Reference(YamlMappingNode item, string releaseNamespace)
    {
        if (Text(item, "apiVersion") is not { } apiVersion || Text(item, "kind") is not { } kind) return null;
        if (Child(item, "metadata") is not YamlMappingNode metadata || Text(metadata, "name") is not { } name) return null;
        return new ObjectReference(apiVersion, kind, ClusterWide.Contains(kind) ? null : Text(metadata, "namespace") ?? releaseNamespace, name);
    }

    private static YamlNode? Child(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    private static string? Text(YamlMappingNode node, string key) => Child(node, key) is YamlScalarNode { Value: { Length: > 0 } text } ? text : null;
}

using System.Globalization;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Api.Tables;

/// <summary>Columns of configuration, storage, access and the cluster's own objects.</summary>
internal static class ClusterColumns
{
    /// <summary>The columns of a kind, or null when it is none of these.</summary>
    public static IReadOnlyList<Column>? Of(string group, string plural) => (group, plural) switch
    {
        ("", "namespaces") => [Column.NameColumn, Column.Text("Status", item => item.Text("status", "phase")), Column.Age],
        ("", "configmaps") => [Column.NameColumn, Data, Column.Age],
        ("", "secrets") => [Column.NameColumn, Column.Text("Type", item => item.Text("type")), Data, Column.Age],
        ("", "serviceaccounts") => [Column.NameColumn, Column.Age],
        ("", "nodes") => Nodes,
        ("", "events") => Events,
        ("", "resourcequotas") => [Column.NameColumn, Column.Text("Request", item => Quota(item, limits: false)), Column.Text("Limit", item => Quota(item, limits: true)), Column.Age],
        ("", "limitranges") => [Column.NameColumn, new("Created At", "date", false, static (item, _) => item["metadata"]?["creationTimestamp"]?.DeepClone())],
        ("", "persistentvolumeclaims") => Claims,
        ("", "persistentvolumes") => Volumes,
        ("storage.k8s.io", "storageclasses") => StorageClasses,
        ("rbac.authorization.k8s.io", "roles" or "clusterroles") => [Column.NameColumn, new("Created At", "date", false, static (item, _) => item["metadata"]?["creationTimestamp"]?.DeepClone())],
        ("rbac.authorization.k8s.io", "rolebindings" or "clusterrolebindings") =>
            [Column.NameColumn, Column.Text("Role", item => $"{item.Text("roleRef", "kind")}/{item.Text("roleRef", "name")}"), Column.Age],
        ("coordination.k8s.io", "leases") => [Column.NameColumn, Column.Text("Holder", item => item.Text("spec", "holderIdentity")), Column.Age],
        ("scheduling.k8s.io", "priorityclasses") =>
        [
            Column.NameColumn, Column.Count("Value", item => item.Number("value")), new("Global-Default", "boolean", false, (item, _) => item.Flag("globalDefault")), Column.Age,
            Column.Text("PreemptionPolicy", item => item.Text("preemptionPolicy")),
        ],
        ("apiextensions.k8s.io", "customresourcedefinitions") => [Column.NameColumn, new("Created At", "date", false, static (item, _) => item["metadata"]?["creationTimestamp"]?.DeepClone())],
        _ => null,
    };

    private static readonly Column Data = Column.Text("Data", item => ((item.Map("data")?.Count ?? 0) + (item.Map("binaryData")?.Count ?? 0)).ToString(CultureInfo.InvariantCulture));

    private static readonly IReadOnlyList<Column> Nodes =
    [
        Column.NameColumn,
        Column.Text("Status", item => (item.Items("status", "conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True") ? "Ready" : "NotReady") + (item.Flag("spec", "unschedulable") ? ",SchedulingDisabled" : "")),
        Column.Text("Roles", Roles), Column.Age, Column.Text("Version", item => item.Text("status", "nodeInfo", "kubeletVersion")),
        Column.Text("Internal-IP", item => Address(item, "InternalIP"), wide: true), Column.Text("External-IP", item => Address(item, "ExternalIP"), wide: true),
        Column.Text("OS-Image", item => item.Text("status", "nodeInfo", "osImage") ?? "<unknown>", wide: true), Column.Text("Kernel-Version", item => item.Text("status", "nodeInfo", "kernelVersion") ?? "<unknown>", wide: true),
        Column.Text("Container-Runtime", item => item.Text("status", "nodeInfo", "containerRuntimeVersion") ?? "<unknown>", wide: true),
    ];

    private static readonly IReadOnlyList<Column> Events =
    [
        new("Last Seen", "string", false, (item, now) => HumanDuration.Since(item.Text("series", "lastObservedTime") ?? item.Text("lastTimestamp") ?? item.Text("eventTime") ?? item.Text("metadata", "creationTimestamp"), now)),
        Column.Text("Type", item => item.Text("type")), Column.Text("Reason", item => item.Text("reason")),
        Column.Text("Object", item => $"{item.Text("involvedObject", "kind")?.ToLowerInvariant()}/{item.Text("involvedObject", "name")}"),
        Column.Text("Subobject", item => item.Text("involvedObject", "fieldPath"), wide: true), Column.Text("Source", EventSource, wide: true), Column.Text("Message", item => item.Text("message")?.Trim()),
        new("First Seen", "string", true, (item, now) => HumanDuration.Since(item.Text("firstTimestamp") ?? item.Text("eventTime") ?? item.Text("metadata", "creationTimestamp"), now)),
        new("Count", "string", true, (item, _) => item.Number("series", "count") ?? item.Number("count") ?? 1), new("Name", "string", true, (item, _) => item.Text("metadata", "name")),
    ];

    private static readonly IReadOnlyList<Column> Claims =
    [
        Column.NameColumn, Column.Text("Status", item => item.Text("metadata", "deletionTimestamp") is null ? item.Text("status", "phase") : "Terminating"), Column.Text("Volume", item => item.Text("spec", "volumeName")),
        Column.Text("Capacity", item => item.Text("spec", "volumeName") is null ? "" : item.Text("status", "capacity", "storage")), Column.Text("Access Modes", item => item.Text("spec", "volumeName") is null ? "" : Modes(item.List("status", "accessModes"))),
        Column.Text("StorageClass", item => item.Text("spec", "storageClassName")), Column.Text("VolumeAttributesClass", item => item.Text("spec", "volumeAttributesClassName") ?? "<unset>"), Column.Age,
        Column.Text("VolumeMode", item => item.Text("spec", "volumeMode") ?? "<unset>", wide: true),
    ];

    private static readonly IReadOnlyList<Column> Volumes =
    [
        Column.NameColumn, Column.Text("Capacity", item => item.Text("spec", "capacity", "storage")), Column.Text("Access Modes", item => Modes(item.List("spec", "accessModes"))),
        Column.Text("Reclaim Policy", item => item.Text("spec", "persistentVolumeReclaimPolicy")), Column.Text("Status", item => item.Text("metadata", "deletionTimestamp") is null ? item.Text("status", "phase") : "Terminating"),
        Column.Text("Claim", item => item.Map("spec", "claimRef") is { } claim ? $"{claim.Text("namespace")}/{claim.Text("name")}" : ""), Column.Text("StorageClass", item => item.Text("spec", "storageClassName")),
        Column.Text("VolumeAttributesClass", item => item.Text("spec", "volumeAttributesClassName") ?? "<unset>"), Column.Text("Reason", item => item.Text("status", "reason")), Column.Age,
        Column.Text("VolumeMode", item => item.Text("spec", "volumeMode") ?? "<unset>", wide: true),
    ];

    private static readonly IReadOnlyList<Column> StorageClasses =
    [
        new("Name", "string", false, (item, _) => item.Text("metadata", "name") + (item.Text("metadata", "annotations", "storageclass.kubernetes.io/is-default-class") == "true" ? " (default)" : "")),
        Column.Text("Provisioner", item => item.Text("provisioner")), Column.Text("ReclaimPolicy", item => item.Text("reclaimPolicy") ?? "Delete"),
        Column.Text("VolumeBindingMode", item => item.Text("volumeBindingMode") ?? "Immediate"), new("AllowVolumeExpansion", "boolean", false, (item, _) => item.Flag("allowVolumeExpansion")), Column.Age,
    ];

    private static string Roles(JsonObject node)
    {
        const string Prefix = "node-role.kubernetes.io/";
        var roles = (node.Map("metadata", "labels") ?? []).Where(label => label.Key.StartsWith(Prefix, StringComparison.Ordinal)).Select(label => label.Key[Prefix.Length..]).Order(StringComparer.Ordinal).ToList();
        return roles.Count == 0 ? "<none>" : string.Join(',', roles);
    }

    private static string Address(JsonObject node, string type) => node.Items("status", "addresses").FirstOrDefault(address => address.Text("type") == type).Text("address") ?? "<none>";

    private static string EventSource(JsonObject item)
    {
        var component = item.Text("source", "component") ?? item.Text("reportingComponent") ?? "";
        var host = item.Text("source", "host") ?? item.Text("reportingInstance") ?? "";
        return host.Length == 0 ? component : $"{component}, {host}";
    }

    private static string Quota(JsonObject quota, bool limits) => string.Join(", ", (quota.Map("status", "hard") ?? [])
        .Where(hard => hard.Key.StartsWith("limits.", StringComparison.Ordinal) == limits).OrderBy(hard => hard.Key, StringComparer.Ordinal)
        .Select(hard => $"{hard.Key}: {quota.Text("status", "used", hard.Key)}/{hard.Value.Text()}"));

    private static string Modes(JsonArray? modes) => string.Join(',', (modes ?? []).Select(mode => mode.Text() switch
    {
        "ReadWriteOnce" => "RWO",
        "ReadOnlyMany" => "ROX",
        "ReadWriteMany" => "RWX",
        "ReadWriteOncePod" => "RWOP",
        var other => other,
    }));
}

using System.Globalization;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Api.Tables;

/// <summary>Columns of pods and of what makes them.</summary>
internal static class WorkloadColumns
{
    private static readonly Column Containers = Column.Text("Containers", item => string.Join(',', TemplateContainers(item).Select(c => c.Text("name"))), wide: true);
    private static readonly Column Images = Column.Text("Images", item => string.Join(',', TemplateContainers(item).Select(c => c.Text("image"))), wide: true);
    private static readonly Column Selector = Column.Text("Selector", item => Selectors.Show(item["spec"]?["selector"]), wide: true);

    /// <summary>The columns of a kind, or null when it is none of these.</summary>
    public static IReadOnlyList<Column>? Of(string group, string plural) => (group, plural) switch
    {
        ("", "pods") => Pods,
        ("apps", "deployments") =>
        [
            Column.NameColumn, Column.Text("Ready", item => $"{item.Number("status", "readyReplicas") ?? 0}/{item.Number("spec", "replicas") ?? 0}"),
            Stringly("Up-to-date", "updatedReplicas"), Stringly("Available", "availableReplicas"), Column.Age, Containers, Images, Selector,
        ],
        ("apps", "replicasets") or ("", "replicationcontrollers") =>
        [
            Column.NameColumn, Column.Count("Desired", item => item.Number("spec", "replicas")), Column.Count("Current", item => item.Number("status", "replicas")),
            Column.Count("Ready", item => item.Number("status", "readyReplicas")), Column.Age, Containers, Images, Selector,
        ],
        ("apps", "statefulsets") =>
            [Column.NameColumn, Column.Text("Ready", item => $"{item.Number("status", "readyReplicas") ?? 0}/{item.Number("spec", "replicas") ?? 0}"), Column.Age, Containers, Images],
        ("apps", "daemonsets") =>
        [
            Column.NameColumn, Column.Count("Desired", item => item.Number("status", "desiredNumberScheduled")), Column.Count("Current", item => item.Number("status", "currentNumberScheduled")),
            Column.Count("Ready", item => item.Number("status", "numberReady")), Column.Count("Up-to-date", item => item.Number("status", "updatedNumberScheduled")),
            Column.Count("Available", item => item.Number("status", "numberAvailable")),
            Column.Text("Node Selector", item => Selectors.Show(item["spec"]?["template"]?["spec"]?["nodeSelector"])), Column.Age, Containers, Images, Selector,
        ],
        ("batch", "jobs") =>
            [Column.NameColumn, Column.Text("Status", JobStatus), Column.Text("Completions", JobCompletions), new("Duration", "string", false, JobDuration), Column.Age, Containers, Images, Selector],
        ("batch", "cronjobs") =>
        [
            Column.NameColumn, Column.Text("Schedule", item => item.Text("spec", "schedule")), Column.Text("Timezone", item => item.Text("spec", "timeZone") ?? "<none>"),
            new("Suspend", "boolean", false, (item, _) => item.Flag("spec", "suspend")), Column.Count("Active", item => item.List("status", "active")?.Count ?? 0),
            new("Last Schedule", "string", false, (item, now) => item.Text("status", "lastScheduleTime") is { } last ? HumanDuration.Since(last, now) : "<none>"),
            Column.Age, Containers, Images, Column.Text("Selector", item => Selectors.Show(item["spec"]?["jobTemplate"]?["spec"]?["selector"]), wide: true),
        ],
        ("autoscaling", "horizontalpodautoscalers") =>
        [
            Column.NameColumn, Column.Text("Reference", item => $"{item.Text("spec", "scaleTargetRef", "kind")}/{item.Text("spec", "scaleTargetRef", "name")}"),
            Column.Text("Targets", AutoscalerTargets), Stringly("MinPods", "minReplicas", "spec"), Stringly("MaxPods", "maxReplicas", "spec"), Stringly("Replicas", "currentReplicas"), Column.Age,
        ],
        ("policy", "poddisruptionbudgets") =>
        [
            Column.NameColumn, Column.Text("Min Available", item => Shown(item["spec"]?["minAvailable"])), Column.Text("Max Unavailable", item => Shown(item["spec"]?["maxUnavailable"])),
            Column.Count("Allowed Disruptions", item => item.Number("status", "disruptionsAllowed")), Column.Age,
        ],
        _ => null,
    };

    private static readonly IReadOnlyList<Column> Pods =
    [
        Column.NameColumn,
        Column.Text("Ready", pod => $"{pod.Items("status", "containerStatuses").Count(c => c.Flag("ready"))}/{pod.List("spec", "containers")?.Count ?? 0}"),
        Column.Text("Status", PodStatus.Reason),
        new("Restarts", "string", false, PodStatus.Restarts),
        Column.Age,
        Column.Text("IP", pod => pod.Text("status", "podIP") ?? "<none>", wide: true),
        Column.Text("Node", pod => pod.Text("spec", "nodeName") ?? "<none>", wide: true),
        Column.Text("Nominated Node", pod => pod.Text("status", "nominatedNodeName") ?? "<none>", wide: true),
        Column.Text("Readiness Gates", ReadinessGates, wide: true),
    ];

    private static IEnumerable<JsonObject> TemplateContainers(JsonObject item) =>
        item["spec"]?["jobTemplate"] is { } job ? job.Items("spec", "template", "spec", "containers") : item.Items("spec", "template", "spec", "containers");

    private static Column Stringly(string name, string field, string part = "status") => new(name, "string", false, (item, _) => item.Number(part, field) ?? 0);

    private static string Shown(JsonNode? value) => value is null ? "N/A" : value.IsText(out var text) ? text : JsonText.Write(value);

    private static string ReadinessGates(JsonObject pod)
    {
        var gates = pod.Items("spec", "readinessGates").Select(gate => gate.Text("conditionType")).ToList();
        if (gates.Count == 0)
            return "<none>";
        var met = gates.Count(gate => pod.Items("status", "conditions").Any(c => c.Text("type") == gate && c.Text("status") == "True"));
        return $"{met}/{gates.Count}";
    }

    private static string JobStatus(JsonObject job)
    {
        bool Has(string type) => job.Items("status", "conditions").Any(c => c.Text("type") == type && c.Text("status") == "True");
        return Has("Complete") ? "Complete" : Has("Failed") ? "Failed" : job.Text("metadata", "deletionTimestamp") is not null ? "Terminating"
            : Has("Suspended") ? "Suspended" : Has("FailureTarget") ? "FailureTarget" : Has("SuccessCriteriaMet") ? "SuccessCriteriaMet" : "Running";
    }

    private static string JobCompletions(JsonObject job)
    {
        var succeeded = job.Number("status", "succeeded") ?? 0;
        if (job.Number("spec", "completions") is { } wanted)
            return $"{succeeded}/{wanted}";
        var parallelism = job.Number("spec", "parallelism") ?? 0;
        return parallelism > 1 ? $"{succeeded}/1 of {parallelism}" : $"{succeeded}/1";
    }

    private static JsonNode? JobDuration(JsonObject job, DateTimeOffset now)
    {
        if (!DateTimeOffset.TryParse(job.Text("status", "startTime"), CultureInfo.InvariantCulture, out var start))
            return "";
        return HumanDuration.Of((DateTimeOffset.TryParse(job.Text("status", "completionTime"), CultureInfo.InvariantCulture, out var end) ? end : now) - start);
    }

    private static string AutoscalerTargets(JsonObject autoscaler)
    {
        var targets = autoscaler.Items("spec", "metrics").Select(metric =>
        {
            var name = metric.Text("resource", "name") ?? "";
            var current = autoscaler.Items("status", "currentMetrics").FirstOrDefault(now => now.Text("resource", "name") == name).Number("resource", "current", "averageUtilization");
            return metric.Text("type") == "Resource"
                ? $"{name}: {(current is { } value ? $"{value}%" : "<unknown>")}/{metric.Number("resource", "target", "averageUtilization")}%"
                : "<unknown>";
        }).ToList();
        return targets.Count == 0 ? "<none>" : string.Join(", ", targets);
    }
}

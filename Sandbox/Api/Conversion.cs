using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Resources;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Api;

/// <summary>Between the version an object is kept in and the one it is asked for in.</summary>
internal static class Conversion
{
    /// <summary>Says whether a resource is kept as it is served.</summary>
    public static bool IsStored(ResourceKind kind) => kind.Version == kind.StoredVersion && kind.Stored.Group == kind.Group;

    /// <summary>An object as it is served, as JSON text.</summary>
    public static byte[] Served(ResourceKind kind, StoredObject stored) =>
        IsStored(kind) ? stored.Utf8 : StoredObject.Serialize(Served(kind, stored.Document));

    /// <summary>An object as it is served; the given one is not changed.</summary>
    public static JsonObject Served(ResourceKind kind, JsonObject stored)
    {
        if (IsStored(kind))
            return stored;
        var served = (JsonObject)stored.DeepClone();
        if (kind is { Group: "events.k8s.io" })
            Rename(served, EventNames, kind.ApiVersion);
        else if (kind is { Group: "autoscaling", Version: "v1" })
            Autoscalers.ToV1(served);
        served["apiVersion"] = kind.ApiVersion;
        return served;
    }

    /// <summary>An object as it is kept; the given one is changed.</summary>
    public static JsonObject Stored(ResourceKind kind, JsonObject served)
    {
        if (IsStored(kind))
            return served;
        if (kind is { Group: "events.k8s.io" })
            Rename(served, [.. EventNames.Select(pair => (pair.Served, pair.Stored))], "v1");
        else if (kind is { Group: "autoscaling", Version: "v1" })
            Autoscalers.ToV2(served);
        served["apiVersion"] = kind.Stored.Group.Length == 0 ? kind.StoredVersion : $"{kind.Stored.Group}/{kind.StoredVersion}";
        return served;
    }

    private static readonly (string Stored, string Served)[] EventNames =
    [
        ("involvedObject", "regarding"), ("message", "note"), ("reportingComponent", "reportingController"),
        ("source", "deprecatedSource"), ("firstTimestamp", "deprecatedFirstTimestamp"), ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"),
    ];

    private static void Rename(JsonObject document, (string From, string To)[] names, string apiVersion)
    {
        foreach (var (from, to) in names)
        {
            if (document[from] is { } value)
            {
                document.Remove(from);
                document[to] = value;
            }
        }

        document["apiVersion"] = apiVersion;
    }

    /// <summary>autoscaling/v1 knows one CPU target where v2 has a list of metrics.</summary>
    private static class Autoscalers
    {
        public static void ToV1(JsonObject autoscaler)
        {
            if (autoscaler.Map("spec") is not { } spec)
                return;
            if (spec.Items("metrics").FirstOrDefault(metric => metric.Text("resource", "name") == "cpu").Number("resource", "target", "averageUtilization") is { } target)
                spec["targetCPUUtilizationPercentage"] = target;
            spec.Remove("metrics");
            spec.Remove("behavior");
            if (autoscaler.Map("status") is { } status)
            {
                if (status.Items("currentMetrics").FirstOrDefault(metric => metric.Text("resource", "name") == "cpu").Number("resource", "current", "averageUtilization") is { } current)
                    status["currentCPUUtilizationPercentage"] = current;
                status.Remove("currentMetrics");
                status.Remove("conditions");
            }
        }

        public static void ToV2(JsonObject autoscaler)
        {
            if (autoscaler.Map("spec") is not { } spec || spec.Number("targetCPUUtilizationPercentage") is not { } target)
                return;
            spec.Remove("targetCPUUtilizationPercentage");
            spec["metrics"] = new JsonArray(new JsonObject
            {
                ["type"] = "Resource",
                ["resource"] = new JsonObject { ["name"] = "cpu", ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = target } },
            });
        }
    }
}

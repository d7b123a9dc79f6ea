using System.Globalization;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Loop;

/// <summary>
/// Writes Events; a repeated one (same object, reason and message) counts up instead, and one object's flood is cut off as a client-go recorder does.
/// </summary>
internal sealed class EventRecorder(Cluster cluster)
{
    private const int RememberedObjects = 4096;
    private const int Burst = 25;
    private const string Scheduler = "default-scheduler";

    private readonly Dictionary<string, Dictionary<(string Reason, string Message), ObjectKey>> _written = [];
    private long _last;

    public void Normal(string component, string apiVersion, string kind, JsonObject about, string reason, string message, string? fieldPath = null) =>
        Record(component, "Normal", apiVersion, kind, about, reason, message, fieldPath);

    public void Warning(string component, string apiVersion, string kind, JsonObject about, string reason, string message, string? fieldPath = null) =>
        Record(component, "Warning", apiVersion, kind, about, reason, message, fieldPath);

    private void Record(string component, string type, string apiVersion, string kind, JsonObject about, string reason, string message, string? fieldPath)
    {
        var now = cluster.Time.GetUtcNow();
        if (_written.Count > RememberedObjects)
            _written.Clear();
        if (!_written.TryGetValue(about.Uid(), out var written))
            _written[about.Uid()] = written = [];
        if (written.TryGetValue((reason, message), out var earlier) && cluster.Find(earlier) is { } existing)
        {
            cluster.Update(earlier, existing, document => Repeat(document, now));
            return;
        }

        if (written.Count >= Burst)
            written.Clear();
        var key = Kinds.Events.Key(about.Namespace() ?? "default", NextName(about.Name(), now));
        var involved = new JsonObject
        {
            ["apiVersion"] = apiVersion,
            ["kind"] = kind,
            ["name"] = about.Name(),
            ["resourceVersion"] = about.Text("metadata", "resourceVersion"),
            ["uid"] = about.Uid(),
        };
        if (about.Namespace() is { } @namespace)
            involved["namespace"] = @namespace;
        if (fieldPath is not null)
            involved["fieldPath"] = fieldPath;
        var document = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Event",
            ["metadata"] = new JsonObject { ["name"] = key.Name, ["namespace"] = key.Namespace },
            ["involvedObject"] = involved,
            ["reason"] = reason,
            ["message"] = message,
            ["type"] = type,
            ["reportingComponent"] = component,
        };
        if (component == Scheduler)
            WriteNewStyle(document, reason, now);
        else
            WriteOldStyle(document, component, now);
        try
        {
            cluster.Create(key, document);
            written[(reason, message)] = key;
        }
        catch (StatusException)
        {
            // As in a real cluster an event is best effort: its namespace may be terminating.
        }
    }

    // The scheduler records through events.k8s.io, everything else the old way; clients see both in one list.
    private void WriteNewStyle(JsonObject document, string reason, DateTimeOffset now)
    {
        document["action"] = reason == "Scheduled" ? "Binding" : "Scheduling";
        document["eventTime"] = now.MicroStamp();
        document["firstTimestamp"] = null;
        document["lastTimestamp"] = null;
        document["reportingInstance"] = $"{Scheduler}-{cluster.Options.NodeName}";
        document["source"] = new JsonObject();
    }

    private void WriteOldStyle(JsonObject document, string component, DateTimeOffset now)
    {
        var source = new JsonObject { ["component"] = component };
        if (component == "kubelet")
            source["host"] = cluster.Options.NodeName;
        document["count"] = 1L;
        document["eventTime"] = null;
        document["firstTimestamp"] = now.Stamp();
        document["lastTimestamp"] = now.Stamp();
        document["reportingInstance"] = component == "kubelet" ? cluster.Options.NodeName : "";
        document["source"] = source;
    }

    private static bool Repeat(JsonObject document, DateTimeOffset now)
    {
        if (document.Text("reportingComponent") == Scheduler)
        {
            document["series"] = new JsonObject { ["count"] = (document.Number("series", "count") ?? 1) + 1, ["lastObservedTime"] = now.MicroStamp() };
            return true;
        }

        document["count"] = (document.Number("count") ?? 1) + 1;
        document["lastTimestamp"] = now.Stamp();
        return true;
    }

    // Named after the object and the time, as client-go does; the time is made unique.
    private string NextName(string about, DateTimeOffset now)
    {
        _last = Math.Max(_last + 1, (now - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick);
        return string.Create(CultureInfo.InvariantCulture, $"{about}.{_last:x}");
    }
}

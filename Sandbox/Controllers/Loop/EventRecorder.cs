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
        if (written.TryGetValue((reason, message), out var earlier) && cluster.Find(earlier) is { } event0)
        {
            cluster.Update(earlier, event0, document =>
            {
                document["count"] = (document.Number("count") ?? 1) + 1;
                document["lastTimestamp"] = now.Stamp();
                return true;
            });
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
        try
        {
            cluster.Create(key, new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Event",
                ["metadata"] = new JsonObject { ["name"] = key.Name, ["namespace"] = key.Namespace },
                ["involvedObject"] = involved,
                ["reason"] = reason,
                ["message"] = message,
                ["type"] = type,
                ["count"] = 1L,
                ["eventTime"] = null,
                ["firstTimestamp"] = now.Stamp(),
                ["lastTimestamp"] = now.Stamp(),
                ["source"] = Source(component),
                ["reportingComponent"] = component,
                ["reportingInstance"] = component == "kubelet" ? cluster.Options.NodeName : "",
            });
            written[(reason, message)] = key;
        }
        catch (StatusException)
        {
            // As in a real cluster an event is best effort: its namespace may be terminating.
        }
    }

    private JsonObject Source(string component)
    {
        var source = new JsonObject { ["component"] = component };
        if (component == "kubelet")
            source["host"] = cluster.Options.NodeName;
        return source;
    }

    // Named after the object and the time, as client-go does; the time is made unique.
    private string NextName(string about, DateTimeOffset now)
    {
        _last = Math.Max(_last + 1, (now - DateTimeOffset.UnixEpoch).Ticks * 100);
        return string.Create(CultureInfo.InvariantCulture, $"{about}.{_last:x}");
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Health;

/// <summary>Reads documents whose shape nobody promises: what is not there, or is something else, is absent.</summary>
internal static class DocumentReading
{
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            if (node is not JsonObject item) return null;
            node = item[step];
        }

        return node;
    }

    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static long? Number(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) is JsonValue value && value.TryGetValue(out long number) ? number : null;

    public static bool Flag(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) is JsonValue value && value.TryGetValue(out bool flag) && flag;

    public static DateTime? Time(this JsonNode? node, params ReadOnlySpan<string> path) =>
        DateTime.TryParse(node.Text(path), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    public static IEnumerable<JsonObject> Items(this JsonNode? node, params ReadOnlySpan<string> path) => (node.At(path) as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>The entries of a map from text to text, such as labels.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Entries(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonObject)?.Where(entry => entry.Value.Text() is not null).Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Text()!)) ?? [];

    public static Condition? Condition(this JsonNode document, string type) => document.Conditions().FirstOrDefault(condition => condition.Type == type);

    public static IEnumerable<Condition> Conditions(this JsonNode document) => document.Items("status", "conditions").Select(item =>
        new Condition(item.Text("type") ?? "", item.Text("status") ?? "", item.Text("reason") ?? "", item.Text("message") ?? "", item.Time("lastTransitionTime")));

    /// <summary>Its controller has not seen the last change, so its status tells of an earlier one.</summary>
    public static bool IsUnobserved(this JsonNode document) =>
        document.Number("status", "observedGeneration") is { } observed && document.Number("metadata", "generation") is { } generation && observed < generation;

    public static string? Uid(this TargetObject item) => item.Document.Text("metadata", "uid");

    public static DateTime? CreatedAt(this TargetObject item) => item.Document.Time("metadata", "creationTimestamp");

    public static bool IsLeaving(this TargetObject item) => item.Document.Text("metadata", "deletionTimestamp") is not null;

    /// <summary>Such as <c>Pod/ana-lab-0</c>.</summary>
    public static string Display(this ObjectReference reference) => $"{reference.Kind}/{reference.Name}";
}

/// <summary>One of an object's status conditions.</summary>
internal sealed record Condition(string Type, string Status, string Reason, string Message, DateTime? Since)
{
    public bool IsTrue => Status == "True";

    public bool IsFalse => Status == "False";

    /// <summary>Its message, or its reason when it has none.</summary>
    public string Words => Message.Length > 0 ? Message : Reason;
}

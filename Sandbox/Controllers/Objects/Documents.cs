using System.Globalization;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Controllers.Objects;

/// <summary>The metadata of Kubernetes objects as JSON documents; what is absent reads as empty.</summary>
internal static class Documents
{
    /// <summary>The strings of a list, none when it is absent.</summary>
    public static IEnumerable<string> Texts(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray array ? array.OfType<JsonValue>().Select(value => value.TryGetValue<string>(out var text) ? text : "") : [];

    /// <summary>The string properties of a map such as labels, none when it is absent.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Pairs(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonObject map
            ? map.Where(pair => pair.Value is JsonValue).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Text() ?? ""))
            : [];

    public static JsonObject Copy(this JsonObject document) => (JsonObject)document.DeepClone();

    public static string Name(this JsonNode? document) => document.Text("metadata", "name") ?? "";

    public static string? Namespace(this JsonNode? document) => document.Text("metadata", "namespace");

    public static string Uid(this JsonNode? document) => document.Text("metadata", "uid") ?? "";

    public static string? Annotation(this JsonNode? document, string name) => document.Text("metadata", "annotations", name);

    public static string? Label(this JsonNode? document, string name) => document.Text("metadata", "labels", name);

    public static long Generation(this JsonNode? document) => document.Number("metadata", "generation") ?? 0;

    public static bool IsDeleting(this JsonNode? document) => document.At("metadata", "deletionTimestamp") is not null;

    public static long Version(this JsonNode? document) =>
        long.TryParse(document.Text("metadata", "resourceVersion"), CultureInfo.InvariantCulture, out var version) ? version : 0;

    /// <summary>The time at a path, or null.</summary>
    public static DateTimeOffset? Time(this JsonNode? node, params ReadOnlySpan<string> path) =>
        DateTimeOffset.TryParse(node.Text(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>A time as Kubernetes writes it: whole seconds, UTC.</summary>
    public static string Stamp(this DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A MicroTime as Kubernetes writes it.</summary>
    public static string MicroStamp(this DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The finalizers, none when there are none.</summary>
    public static IEnumerable<string> Finalizers(this JsonNode? document) => document.Texts("metadata", "finalizers");

    /// <summary>Takes a finalizer off a private copy; true when it was there.</summary>
    public static bool RemoveFinalizer(this JsonObject document, string finalizer)
    {
        if (document.At("metadata", "finalizers") is not JsonArray finalizers)
            return false;
        var found = finalizers.FirstOrDefault(node => node.Text() == finalizer);
        if (found is null)
            return false;
        finalizers.Remove(found);
        if (finalizers.Count == 0)
            document.Map("metadata")!.Remove("finalizers");
        return true;
    }

    /// <summary>Puts a finalizer on a private copy; false when it was there already.</summary>
    public static bool AddFinalizer(this JsonObject document, string finalizer)
    {
        if (document.Finalizers().Contains(finalizer))
            return false;
        var metadata = document.Ensure("metadata");
        if (metadata["finalizers"] is not JsonArray finalizers)
            metadata["finalizers"] = finalizers = [];
        finalizers.Add(finalizer);
        return true;
    }
}

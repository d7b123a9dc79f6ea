using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dodas.Deployer.Targets;

/// <summary>
/// Turns what the API sends into the documents that are kept. Who set which field and what kubectl applied last is half of an object
/// and explains nothing about its state, so it is left out; a definition's schemas are larger than all the rest.
/// </summary>
internal static class StoredDocument
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The object to keep. An item of a list has no kind of its own, so it gets its resource type's.</summary>
    /// <param name="type">Type that was asked for.</param>
    /// <param name="element">The object as it came.</param>
    public static TargetObject Create(ResourceType type, JsonElement element)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
        {
            writer.WriteStartObject();
            writer.WriteString("apiVersion", type.ApiVersion);
            writer.WriteString("kind", type.Kind);
            foreach (var property in element.EnumerateObject())
            {
                if (property.NameEquals("apiVersion") || property.NameEquals("kind")) continue;
                if (property.NameEquals("metadata")) WriteMetadata(writer, property.Value);
                else if (property.NameEquals("spec") && type.Kind == "CustomResourceDefinition") WriteWithout(writer, "spec", property.Value, "versions");
                else property.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        var metadata = element.GetProperty("metadata");
        var name = metadata.GetProperty("name").GetString() ?? "";
        var @namespace = type.Namespaced ? metadata.GetProperty("namespace").GetString() : null;

        // Parsed from a buffer of its own, a document costs its bytes until someone looks into it.
        return new TargetObject(new ObjectReference(type.ApiVersion, type.Kind, @namespace, name), (JsonObject)JsonNode.Parse(buffer.WrittenSpan)!);
    }

    /// <summary>The resource version of a document, or the highest number when it has none that is one.</summary>
    public static long ResourceVersion(JsonElement element) =>
        element.TryGetProperty("metadata", out var metadata) && metadata.TryGetProperty("resourceVersion", out var version)
        && long.TryParse(version.GetString(), out var number) ? number : long.MaxValue;

    private static void WriteMetadata(Utf8JsonWriter writer, JsonElement metadata)
    {
        writer.WriteStartObject("metadata");
        foreach (var property in metadata.EnumerateObject())
        {
            if (property.NameEquals("managedFields")) continue;
            if (property.NameEquals("annotations") && property.Value.ValueKind == JsonValueKind.Object) WriteWithout(writer, "annotations", property.Value, LastApplied);
            else property.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteWithout(Utf8JsonWriter writer, string name, JsonElement element, string dropped)
    {
        writer.WriteStartObject(name);
        foreach (var property in element.EnumerateObject().Where(property => !property.NameEquals(dropped))) property.WriteTo(writer);
        writer.WriteEndObject();
    }
}

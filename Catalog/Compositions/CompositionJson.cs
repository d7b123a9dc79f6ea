using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Compositions;

/// <summary>The public document <c>dodas/v1</c> of a composition, as JSON and as YAML. Secrets never leave through it.</summary>
public static class CompositionJson
{
    /// <summary>camelCase, readable text, nulls of optional members left out. Good for findings and plans too.</summary>
    public static JsonSerializerOptions Options { get; } = MakeOptions();

    /// <summary>The document, without secrets.</summary>
    public static JsonObject Write(Composition composition) => JsonSerializer.SerializeToNode(composition, Options)!.AsObject();

    /// <summary>The document as YAML, without secrets.</summary>
    public static string WriteYaml(Composition composition) => YamlWriter.Write(Write(composition));

    /// <summary>A composition with a finding mended. Secrets that a person entered stay with their block.</summary>
    /// <exception cref="DocumentException">The fix belongs to another composition: what it changes is not there.</exception>
    public static Composition Apply(Composition composition, Fix fix)
    {
        var reading = CompositionReader.Read(JsonPatch.Apply(WithSecrets(composition), fix.Patch));
        return reading is { Composition: { } mended, Findings.Count: 0 } ? mended
            : throw new DocumentException($"'{fix.Title}' does not fit this composition; check it again.");
    }

    // Only ever inside this call.
    private static JsonObject WithSecrets(Composition composition)
    {
        var document = Write(composition);
        foreach (var (block, node) in composition.Blocks.Zip(document["blocks"]!.AsArray()))
            node!["secrets"] = new JsonObject(block.Secrets.Select(secret => KeyValuePair.Create(secret.Key, (JsonNode?)secret.Value)));
        return document;
    }

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}

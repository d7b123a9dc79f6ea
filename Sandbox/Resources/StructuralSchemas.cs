using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using k8s.Models;

namespace Dodas.Sandbox.Resources;

/// <summary>Turns the structural schema of a custom resource into the same form as that of the built-in types.</summary>
internal static class StructuralSchemas
{
    private static readonly Schema Meta = new() { Type = SchemaType.Object, Model = ModelSchemas.Of(typeof(V1ObjectMeta)) };
    private static readonly Schema Word = new() { Type = SchemaType.String };

    /// <summary>The schema of a whole object: its own fields, apiVersion, kind and metadata.</summary>
    public static Schema Root(JsonObject? validation, string kind, string package)
    {
        var preserves = validation is null || validation.Flag("x-kubernetes-preserve-unknown-fields");
        return new Schema
        {
            Type = SchemaType.Object,
            Model = new ObjectType(kind, package, () =>
            {
                var fields = Fields(validation, kind, package);
                fields["apiVersion"] = Word;
                fields["kind"] = Word;
                fields["metadata"] = Meta;
                return fields;
            })
            { PreservesUnknown = preserves },
        };
    }

    private static Dictionary<string, Schema> Fields(JsonObject? schema, string name, string package) => (schema.Map("properties") ?? [])
        .Where(property => property.Value is JsonObject)
        .ToDictionary(property => property.Key, property => Of(property.Value!.AsObject(), name + "." + property.Key, package));

    private static Schema Of(JsonObject schema, string name, string package)
    {
        if (schema.Flag("x-kubernetes-int-or-string"))
            return new() { Type = SchemaType.IntOrString };
        if (schema.Flag("x-kubernetes-embedded-resource"))
        {
            return new()
            {
                Type = SchemaType.Object,
                Model = new ObjectType(name, package, () => Root(schema, name, package).Model!.Fields) { PreservesUnknown = schema.Flag("x-kubernetes-preserve-unknown-fields") },
            };
        }

        return schema.Text("type") switch
        {
            "string" => Word,
            "integer" => new() { Type = SchemaType.Integer, Format = schema.Text("format") ?? "int64" },
            "number" => new() { Type = SchemaType.Number },
            "boolean" => new() { Type = SchemaType.Boolean },
            "array" => List(schema, name, package),
            "object" => Object(schema, name, package),
            _ => Schema.Any,
        };
    }

    private static Schema List(JsonObject schema, string name, string package) => new()
    {
        Type = SchemaType.List,
        Items = schema.Map("items") is { } items ? Of(items, name, package) : Schema.Any,
        List = schema.Text("x-kubernetes-list-type") switch { "map" => ListMerge.Map, "set" => ListMerge.Set, _ => ListMerge.Atomic },
        MapKeys = [.. (schema.List("x-kubernetes-list-map-keys") ?? []).Select(key => key!.GetValue<string>())],
    };

    private static Schema Object(JsonObject schema, string name, string package)
    {
        var atomic = schema.Text("x-kubernetes-map-type") == "atomic";
        if (schema.Map("properties") is null && schema["additionalProperties"] is { } values)
            return new() { Type = SchemaType.Map, Items = values is JsonObject item ? Of(item, name, package) : Schema.Any, AtomicMap = atomic };
        return new()
        {
            Type = SchemaType.Object,
            AtomicMap = atomic,
            Model = new ObjectType(name, package, () => Fields(schema, name, package)) { PreservesUnknown = schema.Flag("x-kubernetes-preserve-unknown-fields") },
        };
    }
}

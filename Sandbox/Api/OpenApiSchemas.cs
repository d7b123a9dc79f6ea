using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Resources;

namespace Dodas.Sandbox.Api;

/// <summary>The schemas of one OpenAPI document.</summary>
internal sealed class OpenApiSchemas
{
    /// <summary>The schemas by name.</summary>
    public JsonObject All { get; } = [];

    /// <summary>Adds the schema of a kind and of all it refers to.</summary>
    public void AddKind(ResourceKind kind)
    {
        var type = kind.Schema.Model!;
        if (kind.Custom is { } custom)
        {
            var schema = (JsonObject?)custom.Validation?.DeepClone() ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
            var properties = schema.Ensure("properties");
            properties["apiVersion"] = new JsonObject { ["type"] = "string" };
            properties["kind"] = new JsonObject { ["type"] = "string" };
            properties["metadata"] = Of(type.Fields["metadata"]);
            All[type.OpenApiName] = schema;
        }
        else
        {
            Add(type);
        }

        All[type.OpenApiName]!["x-kubernetes-group-version-kind"] = new JsonArray(new JsonObject { ["group"] = kind.Group, ["kind"] = kind.Kind, ["version"] = kind.Version });
    }

    private void Add(ObjectType type)
    {
        if (All.ContainsKey(type.OpenApiName))
            return;
        var properties = new JsonObject();
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        All[type.OpenApiName] = schema;
        foreach (var (name, field) in type.Fields)
            properties[name] = Of(field);
        if (type.Atomic)
            schema["x-kubernetes-map-type"] = "atomic";
    }

    private JsonObject Of(Schema field)
    {
        var schema = field.Type switch
        {
            SchemaType.Object => Reference(field.Model!),
            SchemaType.Map => new JsonObject { ["type"] = "object", ["additionalProperties"] = Of(field.Items!) },
            SchemaType.List => List(field),
            SchemaType.String => new JsonObject { ["type"] = "string" },
            SchemaType.Integer => new JsonObject { ["type"] = "integer", ["format"] = field.Format },
            SchemaType.Number => new JsonObject { ["type"] = "number" },
            SchemaType.Boolean => new JsonObject { ["type"] = "boolean" },
            SchemaType.Bytes or SchemaType.Time => new JsonObject { ["type"] = "string", ["format"] = field.Format },
            SchemaType.IntOrString => new JsonObject { ["format"] = "int-or-string", ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "integer" }, new JsonObject { ["type"] = "string" }) },
            SchemaType.Quantity => new JsonObject { ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, new JsonObject { ["type"] = "number" }) },
            _ => new JsonObject { ["x-kubernetes-preserve-unknown-fields"] = true },
        };
        if (field.PatchMergeKey is { } key)
            schema["x-kubernetes-patch-merge-key"] = key;
        var strategies = new[] { field.PatchMerge ? "merge" : "", field.PatchRetainKeys ? "retainKeys" : "", field.PatchReplace ? "replace" : "" }.Where(strategy => strategy.Length > 0).ToList();
        if (strategies.Count > 0)
            schema["x-kubernetes-patch-strategy"] = string.Join(',', strategies);
        if (field is { AtomicMap: true, Type: SchemaType.Map })
            schema["x-kubernetes-map-type"] = "atomic";
        return schema;
    }

    private JsonObject List(Schema field)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = Of(field.Items!), ["x-kubernetes-list-type"] = field.List switch { ListMerge.Map => "map", ListMerge.Set => "set", _ => "atomic" } };
        if (field.List == ListMerge.Map)
            schema["x-kubernetes-list-map-keys"] = new JsonArray([.. field.MapKeys.Select(key => (JsonNode)key)]);
        return schema;
    }

    private JsonObject Reference(ObjectType type)
    {
        Add(type);
        return new() { ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = $"#/components/schemas/{type.OpenApiName}" }) };
    }
}

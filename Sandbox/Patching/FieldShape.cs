using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Resources;

namespace Dodas.Sandbox.Patching;

/// <summary>How a value breaks into separately owned parts.</summary>
internal static class FieldShape
{
    /// <summary>Says whether a value's keys are owned one by one.</summary>
    public static bool IsGranularMap(JsonNode? value, Schema schema) =>
        value is JsonObject && !schema.AtomicMap && schema.Type is SchemaType.Object or SchemaType.Map or SchemaType.Any;

    /// <summary>Says whether a value's items are owned one by one.</summary>
    public static bool IsGranularList(JsonNode? value, Schema schema) =>
        value is JsonArray && schema is { Type: SchemaType.List, List: ListMerge.Map or ListMerge.Set };

    /// <summary>The schema of a map's child.</summary>
    public static Schema ChildOf(Schema schema, string name) => schema.Child(name) ?? Schema.Any;

    /// <summary>The step to an item of a list that is owned item by item.</summary>
    public static string StepTo(JsonNode? item, Schema list)
    {
        if (list.List == ListMerge.Set || item is not JsonObject map)
            return "v:" + JsonText.Write(item);
        var keys = new JsonObject();
        foreach (var key in list.MapKeys.Order(StringComparer.Ordinal))
        {
            // A key that is left out has its default; the only defaulted keys of the built-in lists are the protocols of ports.
            var value = map[key]?.DeepClone() ?? (key == "protocol" ? JsonValue.Create("TCP") : null);
            if (value is not null)
                keys[key] = value;
        }

        return "k:" + JsonText.Write(keys);
    }

    /// <summary>The parts of a value that an applier owns by writing it.</summary>
    public static FieldTree Fields(JsonNode? value, Schema schema)
    {
        var tree = new FieldTree();
        if (IsGranularMap(value, schema) && value is JsonObject { Count: > 0 } map)
        {
            foreach (var (name, child) in map)
            {
                var fields = Fields(child, ChildOf(schema, name));
                if (schema.Type != SchemaType.Object || schema.Model!.Fields.ContainsKey(name) is false)
                    fields.Member = true;
                tree.Put("f:" + name, fields);
            }
        }
        else if (IsGranularList(value, schema) && value is JsonArray { Count: > 0 } list)
        {
            foreach (var item in list)
            {
                var fields = Fields(item, schema.Items!);
                fields.Member = true;
                tree.Put(StepTo(item, schema), fields);
            }
        }
        else
        {
            tree.Member = true;
        }

        return tree;
    }
}

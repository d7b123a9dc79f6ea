using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Admission;

/// <summary>The default values that a custom resource's schema gives.</summary>
internal static class CustomDefaults
{
    /// <summary>Fills a value in.</summary>
    public static void Apply(JsonNode? value, JsonObject schema)
    {
        switch (value)
        {
            case JsonObject map:
                foreach (var (name, property) in schema.Map("properties") ?? [])
                {
                    if (property is not JsonObject inner)
                        continue;
                    if (!map.ContainsKey(name) && inner["default"] is { } given)
                        map[name] = given.DeepClone();
                    Apply(map[name], inner);
                }

                if (schema.Map("additionalProperties") is { } values)
                {
                    foreach (var (_, item) in map)
                        Apply(item, values);
                }

                break;
            case JsonArray list when schema.Map("items") is { } items:
                foreach (var item in list)
                    Apply(item, items);
                break;
        }
    }
}

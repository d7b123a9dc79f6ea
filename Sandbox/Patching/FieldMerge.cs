using System.Text.Json.Nodes;
using Dodas.Sandbox.Resources;

namespace Dodas.Sandbox.Patching;

/// <summary>Merges an applied configuration into an object, and takes out of it what an applier no longer asks for.</summary>
internal static class FieldMerge
{
    /// <summary>The live value with the applied one on top; neither is changed.</summary>
    public static JsonNode? Merge(JsonNode? live, JsonNode? applied, Schema schema)
    {
        if (FieldShape.IsGranularMap(live, schema) && FieldShape.IsGranularMap(applied, schema))
        {
            var merged = (JsonObject)live!.DeepClone();
            foreach (var (name, value) in applied!.AsObject())
                merged[name] = Merge(live[name], value, FieldShape.ChildOf(schema, name));
            return merged;
        }

        if (FieldShape.IsGranularList(live, schema) && FieldShape.IsGranularList(applied, schema))
            return MergeLists(live!.AsArray(), applied!.AsArray(), schema);
        return applied?.DeepClone();
    }

    /// <summary>Takes out what was applied before and nobody owns now; the value is changed.</summary>
    /// <param name="value">The merged object.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="last">What the applier owned before.</param>
    /// <param name="owned">What anyone owns now, the applier's new fields included.</param>
    public static void Prune(JsonNode? value, Schema schema, FieldTree last, FieldTree owned)
    {
        if (FieldShape.IsGranularMap(value, schema))
        {
            var map = value!.AsObject();
            foreach (var (step, lastChild) in last.Children)
            {
                var name = step[2..];
                if (!step.StartsWith("f:", StringComparison.Ordinal) || !map.ContainsKey(name))
                    continue;
                if (owned.Find(step) is { IsEmpty: false } ownedChild)
                    Prune(map[name], FieldShape.ChildOf(schema, name), lastChild, ownedChild);
                else if (!lastChild.IsEmpty)
                    map.Remove(name);
            }
        }
        else if (FieldShape.IsGranularList(value, schema))
        {
            var list = value!.AsArray();
            foreach (var item in list.ToList())
            {
                var step = FieldShape.StepTo(item, schema);
                if (last.Find(step) is not { } lastItem)
                    continue;
                if (owned.Find(step) is { IsEmpty: false } ownedItem)
                    Prune(item, schema.Items!, lastItem, ownedItem);
                else if (lastItem.Member)
                    list.Remove(item);
            }
        }
    }

    private static JsonArray MergeLists(JsonArray live, JsonArray applied, Schema schema)
    {
        var wanted = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in applied)
            wanted.TryAdd(FieldShape.StepTo(item, schema), item);
        var present = live.Select(item => (Step: FieldShape.StepTo(item, schema), Item: item)).ToList();
        var result = new JsonArray();

        // The applier's order holds when it names every item; otherwise what is there keeps its place and new items follow.
        if (present.TrueForAll(entry => wanted.ContainsKey(entry.Step)))
        {
            foreach (var (step, item) in wanted)
                result.Add(Merge(present.Find(entry => entry.Step == step).Item, item, schema.Items!));
            return result;
        }

        foreach (var (step, item) in present)
            result.Add(wanted.Remove(step, out var change) ? Merge(item, change, schema.Items!) : item?.DeepClone());
        foreach (var item in wanted.Values)
            result.Add(item?.DeepClone());
        return result;
    }
}

using System.Text.Json.Nodes;
using Dodas.Sandbox.Api;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Resources;

namespace Dodas.Sandbox.Patching;

/// <summary>
/// Kubernetes' strategic merge patch: a merge patch whose lists merge by their merge keys, with the directives <c>$patch</c>, <c>$retainKeys</c>,
/// <c>$setElementOrder</c> and <c>$deleteFromPrimitiveList</c>.
/// </summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string ElementOrder = "$setElementOrder/";
    private const string DeleteFromList = "$deleteFromPrimitiveList/";

    /// <summary>Applies a patch to an object, which is changed, and gives the result.</summary>
    /// <exception cref="Storage.StatusException">400 for a patch that is malformed.</exception>
    public static JsonObject Apply(JsonObject document, JsonObject patch, Schema schema)
    {
        switch (patch.Text(Directive))
        {
            case "replace":
                return Clean(patch, schema);
            case "delete":
                return [];
            case "merge" or null:
                break;
            case var other:
                throw Refusal.BadRequest($"Unknown patch type found: {other}");
        }

        Retain(document, patch);
        foreach (var (name, value) in patch)
        {
            if (name[0] == '$' && (name is Directive or RetainKeys || name.StartsWith(ElementOrder, StringComparison.Ordinal) || name.StartsWith(DeleteFromList, StringComparison.Ordinal)))
                continue;
            var field = schema.Child(name) ?? Schema.Any;
            if (value is null)
                document.Remove(name);
            else if (value is JsonObject changes && field is { PatchReplace: false } && document[name] is JsonObject present)
                Set(document, name, Apply(present, changes, field));
            else if (value is JsonObject fresh)
                document[name] = Clean(fresh, field);
            else if (value is JsonArray items && field.PatchMerge && !field.PatchReplace)
                document[name] = MergeList(document[name] as JsonArray ?? [], items, patch[ElementOrder + name] as JsonArray, field);
            else
                document[name] = value is JsonArray list ? CleanList(list, field) : value.DeepClone();
        }

        OrdersAndDeletions(document, patch, schema);
        return document;
    }

    private static void Retain(JsonObject document, JsonObject patch)
    {
        if (patch[RetainKeys] is not JsonArray retained)
            return;
        var names = retained.Select(name => name?.GetValue<string>()).ToHashSet();
        foreach (var extra in document.Select(property => property.Key).Where(name => !names.Contains(name)).ToList())
            document.Remove(extra);
    }

    /// <summary>Directives about lists that the patch does not otherwise touch.</summary>
    private static void OrdersAndDeletions(JsonObject document, JsonObject patch, Schema schema)
    {
        foreach (var (name, value) in patch)
        {
            if (name.StartsWith(DeleteFromList, StringComparison.Ordinal) && value is JsonArray gone && document[name[DeleteFromList.Length..]] is JsonArray values)
            {
                foreach (var item in values.Where(item => gone.Any(other => JsonNode.DeepEquals(item, other))).ToList())
                    values.Remove(item);
            }

            if (name.StartsWith(ElementOrder, StringComparison.Ordinal) && name[ElementOrder.Length..] is var list && !patch.ContainsKey(list)
                && document[list] is JsonArray present && value is JsonArray order && schema.Child(list) is { PatchMerge: true } field)
                document[list] = Order(present, present, order, field.PatchMergeKey);
        }
    }

    private static JsonArray MergeList(JsonArray present, JsonArray changes, JsonArray? order, Schema field)
    {
        if (field.PatchMergeKey is not { } key || field.Items!.Type != SchemaType.Object)
        {
            var union = (JsonArray)present.DeepClone();
            foreach (var item in changes.Where(item => !union.Any(other => JsonNode.DeepEquals(item, other))))
                union.Add(item?.DeepClone());
            return order is null ? union : Order(union, present, order, null);
        }

        if (changes.OfType<JsonObject>().Any(item => item.Text(Directive) == "replace"))
            return CleanList([.. changes.OfType<JsonObject>().Where(item => item.Text(Directive) != "replace").Select(item => item.DeepClone())], field);
        var merged = present.Select(item => item?.DeepClone()).ToList();
        foreach (var change in changes)
        {
            if (change is not JsonObject item)
                throw Refusal.BadRequest("unable to merge list of maps: an item of the patch is no map");
            if (item[key] is not { } value)
                throw Refusal.BadRequest($"map: {JsonText.Write(item)} does not contain declared merge key: {key}");
            var at = merged.FindIndex(other => JsonNode.DeepEquals(other.At(key), value));
            if (item.Text(Directive) == "delete")
                merged.RemoveAll(other => JsonNode.DeepEquals(other.At(key), value));
            else if (at >= 0 && merged[at] is JsonObject existing)
                merged[at] = Apply(existing, item, field.Items);
            else
                merged.Add(Clean(item, field.Items));
        }

        var result = new JsonArray([.. merged]);
        return order is null ? result : Order(result, present, order, key);
    }

    /// <summary>Puts the items that the order names into that order; the others keep their place among the items they stood before.</summary>
    private static JsonArray Order(JsonArray items, JsonArray before, JsonArray order, string? key)
    {
        int IndexIn(JsonArray list, JsonNode? item)
        {
            for (var i = 0; i < list.Count; i++)
            {
                if (JsonNode.DeepEquals(key is null ? list[i] : list[i].At(key), key is null ? item : item.At(key)))
                    return i;
            }

            return -1;
        }

        var named = new Queue<JsonNode?>(items.Where(item => IndexIn(order, item) >= 0).OrderBy(item => IndexIn(order, item)));
        var others = new Queue<JsonNode?>(items.Where(item => IndexIn(order, item) < 0));
        var result = new JsonArray();
        while (named.Count + others.Count > 0)
        {
            var takeOther = named.Count == 0
                || (others.Count > 0 && IndexIn(before, others.Peek()) is >= 0 and var left && IndexIn(before, named.Peek()) is >= 0 and var right && left < right);
            result.Add((takeOther ? others : named).Dequeue()?.DeepClone());
        }

        return result;
    }

    /// <summary>What a patch adds where nothing was: itself without directives and nulls.</summary>
    private static JsonObject Clean(JsonObject patch, Schema schema) => Apply([], Without(patch), schema);

    private static JsonArray CleanList(JsonArray list, Schema field) =>
        [.. list.Select(item => item is JsonObject map ? Clean(map, field.Items ?? Schema.Any) : item?.DeepClone())];

    private static JsonObject Without(JsonObject patch)
    {
        var copy = (JsonObject)patch.DeepClone();
        copy.Remove(Directive);
        copy.Remove(RetainKeys);
        return copy;
    }

    private static void Set(JsonObject parent, string name, JsonNode value)
    {
        if (!ReferenceEquals(parent[name], value))
            parent[name] = value;
    }
}

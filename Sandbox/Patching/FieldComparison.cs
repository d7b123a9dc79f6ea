using System.Text.Json.Nodes;
using Dodas.Sandbox.Resources;

namespace Dodas.Sandbox.Patching;

/// <summary>Which fields differ between two states of an object.</summary>
internal sealed class FieldComparison
{
    // Fields that the Go types always write, so that an object which leaves them out still has them: adding their contents does not add themselves.
    private static readonly HashSet<string> AlwaysThere = new(StringComparer.Ordinal) { "metadata", "spec", "status", "template", "strategy", "updateStrategy", "containers" };

    /// <summary>Fields that are only in the new state.</summary>
    public FieldTree Added { get; } = new();

    /// <summary>Fields whose value changed.</summary>
    public FieldTree Modified { get; } = new();

    /// <summary>Fields that are only in the old state.</summary>
    public FieldTree Removed { get; } = new();

    /// <summary>Nothing differs.</summary>
    public bool IsSame => Added.IsEmpty && Modified.IsEmpty && Removed.IsEmpty;

    /// <summary>Compares two states.</summary>
    public static FieldComparison Of(JsonNode? before, JsonNode? after, Schema schema)
    {
        var comparison = new FieldComparison();
        comparison.Compare(before, after, schema, []);
        return comparison;
    }

    private void Compare(JsonNode? before, JsonNode? after, Schema schema, List<string> path)
    {
        if (FieldShape.IsGranularMap(before ?? after, schema) && FieldShape.IsGranularMap(after ?? before, schema))
        {
            var (left, right) = (before as JsonObject ?? [], after as JsonObject ?? []);
            foreach (var name in left.Select(property => property.Key).Union(right.Select(property => property.Key)).ToList())
                Child(left.ContainsKey(name), left[name], right.ContainsKey(name), right[name], FieldShape.ChildOf(schema, name), path, "f:" + name);
        }
        else if (FieldShape.IsGranularList(before ?? after, schema) && FieldShape.IsGranularList(after ?? before, schema))
        {
            var (left, right) = (ByStep(before, schema), ByStep(after, schema));
            foreach (var step in left.Keys.Union(right.Keys).ToList())
                Child(left.ContainsKey(step), left.GetValueOrDefault(step), right.ContainsKey(step), right.GetValueOrDefault(step), schema.Items!, path, step);
        }
        else if (before is not null && after is not null && !JsonNode.DeepEquals(before, after))
        {
            Mark(Modified, path);
        }
    }

    private void Child(bool had, JsonNode? before, bool has, JsonNode? after, Schema schema, List<string> path, string step)
    {
        path.Add(step);
        Compare(before, after, schema, path);
        if (!had && has && !(AlwaysThere.Contains(step[2..]) && (after is JsonObject { Count: > 0 } || FieldShape.IsGranularList(after, schema))))
            Mark(Added, path);
        else if (had && !has)
            Mark(Removed, path);
        else if (had && has && before is null != (after is null))
            Mark(Modified, path);
        path.RemoveAt(path.Count - 1);
    }

    private static Dictionary<string, JsonNode?> ByStep(JsonNode? list, Schema schema)
    {
        var items = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in list as JsonArray ?? [])
            items.TryAdd(FieldShape.StepTo(item, schema), item);
        return items;
    }

    private static void Mark(FieldTree tree, List<string> path)
    {
        foreach (var step in path)
            tree = tree.Step(step);
        tree.Member = true;
    }
}

using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Patching;

/// <summary>
/// A set of field paths as managed fields hold it (FieldsV1): a tree whose steps are <c>f:name</c>, <c>k:{"key":"value"}</c> or <c>v:"value"</c>,
/// and whose nodes say whether they themselves belong to the set.
/// </summary>
internal sealed class FieldTree
{
    private readonly SortedDictionary<string, FieldTree> children = new(StringComparer.Ordinal);

    /// <summary>This node itself belongs to the set.</summary>
    public bool Member { get; set; }

    /// <summary>The steps from here.</summary>
    public IReadOnlyDictionary<string, FieldTree> Children => children;

    /// <summary>Nothing at or below this node belongs to the set.</summary>
    public bool IsEmpty => !Member && children.Values.All(child => child.IsEmpty);

    /// <summary>Reads FieldsV1.</summary>
    public static FieldTree FromJson(JsonNode? json)
    {
        var tree = new FieldTree();
        if (json is not JsonObject map || map.Count == 0)
        {
            tree.Member = true;
            return tree;
        }

        foreach (var (step, child) in map)
        {
            if (step == ".")
                tree.Member = true;
            else
                tree.children[step] = FromJson(child);
        }

        return tree;
    }

    /// <summary>Writes FieldsV1.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (Member && children.Values.Any(child => !child.IsEmpty))
            json["."] = new JsonObject();
        foreach (var (step, child) in children)
        {
            if (!child.IsEmpty)
                json[step] = child.ToJson();
        }

        return json;
    }

    /// <summary>The node after a step, made when it is missing.</summary>
    public FieldTree Step(string step)
    {
        if (!children.TryGetValue(step, out var child))
            children[step] = child = new();
        return child;
    }

    /// <summary>The node after a step, or null.</summary>
    public FieldTree? Find(string step) => children.GetValueOrDefault(step);

    /// <summary>Takes a step and everything below away.</summary>
    public void Remove(string step) => children.Remove(step);

    /// <summary>Puts a whole tree behind a step.</summary>
    public void Put(string step, FieldTree tree) => children[step] = tree;

    /// <summary>What is in this or the other.</summary>
    public FieldTree Union(FieldTree other)
    {
        var result = new FieldTree { Member = Member || other.Member };
        foreach (var step in children.Keys.Union(other.children.Keys))
            result.children[step] = (Find(step), other.Find(step)) switch { ({ } a, { } b) => a.Union(b), ({ } a, null) => a, (_, var b) => b! };
        return result;
    }

    /// <summary>What is in this and not in the other.</summary>
    public FieldTree Except(FieldTree other)
    {
        var result = new FieldTree { Member = Member && !other.Member };
        foreach (var (step, child) in children)
        {
            var left = other.Find(step) is { } taken ? child.Except(taken) : child;
            if (!left.IsEmpty)
                result.children[step] = left;
        }

        return result;
    }

    /// <summary>What is in both.</summary>
    public FieldTree Intersect(FieldTree other)
    {
        var result = new FieldTree { Member = Member && other.Member };
        foreach (var (step, child) in children)
        {
            if (other.Find(step) is { } same && child.Intersect(same) is { IsEmpty: false } both)
                result.children[step] = both;
        }

        return result;
    }

    /// <summary>The paths in the set as messages show them: <c>.spec.containers[name="a"].image</c>.</summary>
    public IEnumerable<string> Paths(string prefix = "")
    {
        if (Member)
            yield return prefix;
        foreach (var (step, child) in children)
        {
            foreach (var path in child.Paths(prefix + Shown(step)))
                yield return path;
        }
    }

    private static string Shown(string step) => step[..2] switch
    {
        "f:" => "." + step[2..],
        "k:" => $"[{string.Join(',', JsonNode.Parse(step[2..])!.AsObject().Select(key => $"{key.Key}={JsonText.Write(key.Value)}"))}]",
        "v:" => $"[={step[2..]}]",
        _ => step,
    };
}

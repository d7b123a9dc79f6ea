using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dodas.Catalog.Documents;

/// <summary>Whether a tree from outside is one that the rest of the program may walk without care.</summary>
public static class JsonBounds
{
    /// <summary>Checks depth, number of nodes, length of texts, and that no object gives a name twice (which <see cref="JsonNode"/> finds out only when it is looked into).</summary>
    public static bool Hold(JsonNode? root, DocumentLimits limits, out string problem)
    {
        problem = "";
        var left = limits.Nodes;
        var length = limits.Length;
        try
        {
            if (Walk(root, limits.Depth, ref left, ref length)) return true;
            problem = left < 0 ? $"The document has more than {limits.Nodes} parts."
                : length < 0 ? $"The texts of the document have more than {limits.Length} characters."
                : $"The document is nested more than {limits.Depth} levels deep.";
        }
        catch (ArgumentException)
        {
            problem = "The document gives a name twice in one object.";
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: JSON can spell it, text cannot hold it.
            problem = "The document holds text that is not Unicode.";
        }

        return false;
    }

    private static bool Walk(JsonNode? node, int depth, ref int left, ref int length)
    {
        if (depth == 0 || --left < 0 || length < 0) return false;
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    length -= name.Length;
                    if (!Walk(value, depth - 1, ref left, ref length)) return false;
                }

                return true;
            case JsonArray items:
                foreach (var item in items)
                {
                    if (!Walk(item, depth - 1, ref left, ref length)) return false;
                }

                return true;
            default:
                if (node?.GetValueKind() == JsonValueKind.String) length -= node.GetValue<string>().Length;
                return length >= 0;
        }
    }
}

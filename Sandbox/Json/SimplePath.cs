using System.Globalization;
using System.Text.Json.Nodes;

namespace Dodas.Sandbox.Json;

/// <summary>The JSONPath that definitions of custom resources use: <c>.spec.replicas</c>, <c>.status.conditions[?(@.type=="Ready")].status</c>, <c>.spec.list[0]</c>.</summary>
internal static class SimplePath
{
    /// <summary>Breaks a path into its steps.</summary>
    public static IReadOnlyList<string> Parse(string path)
    {
        var steps = new List<string>();
        var i = 0;
        while (i < path.Length)
        {
            if (path[i] == '.')
            {
                i++;
            }
            else if (path[i] == '[')
            {
                var end = path.IndexOf(']', i);
                end = end < 0 ? path.Length : end;
                steps.Add(path[(i + 1)..end].Trim('\'', '"') is var key && path[i + 1] is '\'' or '"' ? key : "[" + path[(i + 1)..end]);
                i = end + 1;
            }
            else
            {
                var end = path.AsSpan(i).IndexOfAny('.', '[');
                end = end < 0 ? path.Length : i + end;
                steps.Add(path[i..end]);
                i = end;
            }
        }

        return steps;
    }

    /// <summary>The first value at a path, or null.</summary>
    public static JsonNode? Find(JsonNode? node, IReadOnlyList<string> steps)
    {
        foreach (var step in steps)
        {
            node = node switch
            {
                JsonObject map => map[step],
                JsonArray list when step.StartsWith("[?(@.", StringComparison.Ordinal) => Filter(list, step),
                JsonArray list when step.StartsWith('[') && int.TryParse(step[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count => list[index],
                JsonArray { Count: > 0 } list when step == "[*" => list[0],
                _ => null,
            };
        }

        return node;
    }

    private static JsonNode? Filter(JsonArray list, string step)
    {
        var parts = step["[?(@.".Length..].TrimEnd(')').Split("==", 2);
        return parts.Length < 2 ? null : list.FirstOrDefault(item => item.Text(parts[0].Trim()) == parts[1].Trim().Trim('\'', '"'));
    }
}

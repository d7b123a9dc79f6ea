using System.Text.Json.Nodes;

namespace Dodas.Catalog.Documents;

/// <summary>A YAML text as JSON, with the line of each node.</summary>
/// <param name="Root">The document; null for an empty text.</param>
/// <param name="Lines">JSON pointer → line, from 1.</param>
public sealed record YamlDocument(JsonNode? Root, IReadOnlyDictionary<string, int> Lines)
{
    /// <summary>The line of what the pointer names, or of its nearest parent that is there.</summary>
    public int LineOf(string pointer)
    {
        for (var at = pointer; ; at = at[..at.LastIndexOf('/')])
        {
            if (Lines.TryGetValue(at, out var line)) return line;
            if (at.LastIndexOf('/') < 0) return 1;
        }
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dodas.Catalog.Documents;

/// <summary>JSON text → nodes, bounded, with every name once: a <see cref="JsonNode"/> of the platform's own parser throws later, when someone looks, if a name is given twice.</summary>
public static class JsonText
{
    /// <summary>Reads a text.</summary>
    /// <exception cref="DocumentException">It is not JSON, gives a name twice, or is past a limit.</exception>
    public static JsonNode? Read(string text, DocumentLimits? limits = null)
    {
        limits ??= DocumentLimits.Default;
        if (text.Length > limits.Length)
            throw new DocumentException($"The text has {text.Length} characters; {limits.Length} are allowed.");
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions
            {
                MaxDepth = limits.Depth,
                AllowDuplicateProperties = limits.LastKeyWins,
            });
        }
        catch (JsonException problem)
        {
            throw new DocumentException("This is not JSON, or a name is given twice, or it is nested too deeply.", (int)(problem.LineNumber ?? -1) + 1, (int)(problem.BytePositionInLine ?? 0) + 1, problem);
        }
    }
}

using System.Text;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Blocks;

/// <summary>A text with holes: <c>${release}</c>, <c>${namespace}</c>, <c>${value:/pointer}</c> and <c>${secret:name}</c>, as a contract's outputs have them. Nothing else is an expression; there is no way to compute.</summary>
public sealed class Expression
{
    private Expression(IReadOnlyList<ExpressionPart> parts) => Parts = parts;

    /// <summary>The holes and the text between them.</summary>
    public IReadOnlyList<ExpressionPart> Parts { get; }

    /// <summary>Reads a text; null and the reason when it is no expression.</summary>
    public static Expression? Parse(string text, out string problem)
    {
        var parts = new List<ExpressionPart>();
        problem = "";
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf("${", at, StringComparison.Ordinal);
            if (open < 0) open = text.Length;
            if (open > at) parts.Add(new ExpressionPart.Text(text[at..open]));
            if (open == text.Length) break;
            var close = text.IndexOf('}', open);
            if (close < 0)
            {
                problem = $"'{text[open..]}' has no closing '}}'.";
                return null;
            }

            var hole = text[(open + 2)..close];
            if (Hole(hole) is not { } part)
            {
                problem = $"'${{{hole}}}' is not known; there are ${{release}}, ${{namespace}}, ${{value:/pointer}} and ${{secret:name}}.";
                return null;
            }

            parts.Add(part);
            at = close + 1;
        }

        return new Expression(parts);
    }

    /// <summary>The text with every hole filled.</summary>
    public string Fill(Func<ExpressionPart, string> fill)
    {
        var text = new StringBuilder();
        foreach (var part in Parts) text.Append(part is ExpressionPart.Text literal ? literal.Value : fill(part));
        return text.ToString();
    }

    private static ExpressionPart? Hole(string hole) => hole switch
    {
        "release" => new ExpressionPart.Release(),
        "namespace" => new ExpressionPart.Namespace(),
        _ when hole.StartsWith("value:/", StringComparison.Ordinal) && JsonPointer.IsValid(hole[6..]) => new ExpressionPart.OwnValue(hole[6..]),
        _ when hole.StartsWith("secret:", StringComparison.Ordinal) && hole.Length > 7 => new ExpressionPart.Secret(hole[7..]),
        _ => null,
    };
}

/// <summary>One part of an expression.</summary>
public abstract record ExpressionPart
{
    private ExpressionPart()
    {
    }

    /// <summary>Text as it stands.</summary>
    public sealed record Text(string Value) : ExpressionPart;

    /// <summary>The Helm release's name.</summary>
    public sealed record Release : ExpressionPart;

    /// <summary>The cluster's namespace.</summary>
    public sealed record Namespace : ExpressionPart;

    /// <summary>A value of the block itself, defaults included.</summary>
    public sealed record OwnValue(string Pointer) : ExpressionPart;

    /// <summary>The name of the Kubernetes Secret that holds one of the block's secrets.</summary>
    public sealed record Secret(string Name) : ExpressionPart;
}

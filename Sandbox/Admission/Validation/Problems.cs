using System.Text.Json.Nodes;
using Dodas.Sandbox.Api;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Admission.Validation;

/// <summary>Gathers everything that is wrong with one object.</summary>
internal sealed class Problems
{
    private readonly List<FieldProblem> all = [];

    /// <summary>What was found.</summary>
    public IReadOnlyList<FieldProblem> All => all;

    /// <summary>Adds one.</summary>
    public void Add(FieldProblem problem) => all.Add(problem);

    /// <summary>A field must be there and not be empty.</summary>
    public bool Require(JsonNode? value, string field, string why = "")
    {
        if (value is not null && value.Text() is not "" && value is not JsonArray { Count: 0 })
            return true;
        all.Add(FieldProblem.Required(field, why));
        return false;
    }

    /// <summary>A number must lie between bounds.</summary>
    public void Range(JsonNode? value, string field, long from, long to)
    {
        if (value.AsNumber() is { } number && (number < from || number > to))
            all.Add(FieldProblem.Invalid(field, value, $"must be between {from} and {to}, inclusive"));
    }

    /// <summary>A number must not be negative.</summary>
    public void NotNegative(JsonNode? value, string field)
    {
        if (value.AsNumber() < 0)
            all.Add(FieldProblem.Invalid(field, value, "must be greater than or equal to 0"));
    }

    /// <summary>A text must be one of some.</summary>
    public void OneOf(JsonNode? value, string field, params string[] allowed)
    {
        if (value.IsText(out var text) && !allowed.Contains(text))
            all.Add(FieldProblem.NotSupported(field, value, allowed));
    }

    /// <summary>A field may not change.</summary>
    public void Immutable(JsonNode? before, JsonNode? after, string field, string why = "field is immutable")
    {
        if (!JsonNode.DeepEquals(before, after))
            all.Add(FieldProblem.Invalid(field, after, why));
    }
}

using System.Text.Json.Nodes;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Schemas;

/// <summary>A JSON Schema (draft-04 to 2020-12; held to the official suite for draft-07 and 2020-12), compiled once and usable from any thread. Only references within the document are followed; nothing is ever fetched. <c>format</c> is not enforced, as helm does not.</summary>
public sealed class JsonSchema
{
    /// <summary>Bounds of a schema document.</summary>
    public static DocumentLimits Limits { get; } = new() { Length = 2 * 1024 * 1024, Depth = 100, Nodes = 100_000 };

    private readonly SchemaNode root;

    private JsonSchema(SchemaNode root) => this.root = root;

    /// <summary>Compiles a schema. References that leave the document, unknown dialects and patterns that RE2 does not have are refused: helm would fetch the first two.</summary>
    public static SchemaReading Read(JsonNode? schema)
    {
        if (!JsonBounds.Hold(schema, Limits, out var problem)) return new SchemaReading.Refused("", problem);
        try
        {
            // A copy: callers may go on changing theirs.
            return new SchemaReading.Done(new JsonSchema(new SchemaCompiler().Compile(schema?.DeepClone())));
        }
        catch (SchemaRefusedException refused)
        {
            return new SchemaReading.Refused(refused.Path, refused.Message);
        }
    }

    /// <summary>Everything that does not fit, in the order of the schema; empty when the value is valid. A value or schema that would take too long to check gives one error that says so.</summary>
    public IReadOnlyList<SchemaError> Validate(JsonNode? instance)
    {
        try
        {
            return [.. new EvaluationRun().Evaluate(root, instance, "", parent: null).Errors.Distinct()];
        }
        catch (EvaluationLimitException limit)
        {
            return [new SchemaError(limit.InstancePath, "", "limit", limit.Message)];
        }
    }
}

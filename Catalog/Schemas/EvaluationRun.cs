using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Dodas.Catalog.Schemas;

/// <summary>One check of one value: counts what it costs.</summary>
internal sealed class EvaluationRun
{
    private const int MostSteps = 1_000_000;
    private const int MostLevels = 600;
    private int steps;

    public Frame Evaluate(SchemaNode schema, JsonNode? instance, string path, Frame? parent)
    {
        var frame = new Frame(this, schema, instance, path, parent);
        if (++steps > MostSteps) throw new EvaluationLimitException(path, "This schema takes too long to check these values.");
        if (frame.Level > MostLevels) throw new EvaluationLimitException(path, "The schema refers to itself without end, or the values are nested too deeply.");
        if (schema.Always == false) frame.Fail("false", frame.IsRoot ? "No value is allowed here." : $"'{frame.Token}' is not allowed here.");
        foreach (var keyword in schema.Keywords)
        {
            try
            {
                keyword.Evaluate(frame);
            }
            catch (RegexMatchTimeoutException)
            {
                throw new EvaluationLimitException(path, "A pattern of the schema takes too long to check this value.");
            }
        }

        return frame;
    }
}

/// <summary>A check was given up.</summary>
internal sealed class EvaluationLimitException(string instancePath, string message) : Exception(message)
{
    public string InstancePath { get; } = instancePath;
}

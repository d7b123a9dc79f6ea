using System.Text.Json.Nodes;

namespace Dodas.Catalog.Schemas.Keywords;

/// <summary><c>allOf</c>.</summary>
internal sealed class AllOfKeyword(IReadOnlyList<SchemaNode> schemas) : Keyword("allOf")
{
    public override void Evaluate(Frame frame)
    {
        foreach (var schema in schemas) frame.Take(frame.Here(schema));
    }
}

/// <summary><c>anyOf</c>: at least one fits.</summary>
internal sealed class AnyOfKeyword(IReadOnlyList<SchemaNode> schemas) : Keyword("anyOf")
{
    public override void Evaluate(Frame frame)
    {
        var tried = schemas.Select(frame.Here).ToList();
        foreach (var fitting in tried.Where(branch => branch.IsValid)) frame.Take(fitting);
        if (!tried.Any(branch => branch.IsValid)) Branches.Explain(Name, frame, tried);
    }
}

/// <summary><c>oneOf</c>: exactly one fits.</summary>
internal sealed class OneOfKeyword(IReadOnlyList<SchemaNode> schemas) : Keyword("oneOf")
{
    public override void Evaluate(Frame frame)
    {
        var tried = schemas.Select(frame.Here).ToList();
        var fitting = tried.Where(branch => branch.IsValid).ToList();
        if (fitting.Count == 1) frame.Take(fitting[0]);
        else if (fitting.Count == 0) Branches.Explain(Name, frame, tried);
        else frame.Fail(Name, $"{frame.Subject} fits more than one of the allowed forms.");
    }
}

/// <summary><c>not</c>.</summary>
internal sealed class NotKeyword(SchemaNode schema) : Keyword("not")
{
    public override void Evaluate(Frame frame)
    {
        if (frame.Here(schema).IsValid) frame.Fail(Name, $"{frame.Subject} is not allowed to be like this{(schema.Text("description") is { } words ? $": {words}" : ".")}");
    }
}

/// <summary><c>if</c>, <c>then</c> and <c>else</c>.</summary>
internal sealed class IfKeyword(SchemaNode test, SchemaNode? then, SchemaNode? otherwise) : Keyword("if")
{
    public override void Evaluate(Frame frame)
    {
        var tested = frame.Here(test);
        if (tested.IsValid) frame.Take(tested);
        if ((tested.IsValid ? then : otherwise) is { } next) frame.Take(frame.Here(next));
    }
}

/// <summary>Says why none of several forms fits, in terms of the one that was most likely meant.</summary>
internal static class Branches
{
    public static void Explain(string keyword, Frame frame, IReadOnlyList<Frame> tried)
    {
        if (tried.All(branch => branch.Schema.Source is JsonObject source && source.ContainsKey("const")))
        {
            frame.Fail(keyword, $"{frame.Subject} must be one of {Wording.Choice([.. tried.Select(branch => branch.Schema.Source["const"])])}; it is {Wording.Value(frame.Instance)}.");
            return;
        }

        // A branch that fails on this very value's type, constant or choice was not meant.
        var meant = tried.Where(branch => !branch.Errors.Exists(error => error.InstancePath == frame.Path && error.Keyword is "type" or "const" or "enum" or "false")).ToList();
        if (meant.Count == 1) frame.Errors.AddRange(meant[0].Errors);
        else frame.Fail(keyword, $"{frame.Subject} fits none of the allowed forms; it is {Wording.Value(frame.Instance)}.");
    }
}

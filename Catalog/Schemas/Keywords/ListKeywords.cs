using System.Text.Json.Nodes;

namespace Dodas.Catalog.Schemas.Keywords;

/// <summary>Schemas for the first items and for all others.</summary>
internal sealed class ItemsKeyword(string name, IReadOnlyList<SchemaNode> prefix, SchemaNode? rest) : Keyword(name)
{
    public override void Evaluate(Frame frame)
    {
        if (frame.Instance is not JsonArray items) return;
        for (var i = 0; i < items.Count; i++)
        {
            var schema = i < prefix.Count ? prefix[i] : rest;
            if (schema is null) return;
            frame.Errors.AddRange(frame.On(schema, i, items[i]).Errors);
            frame.Items.Add(i);
        }
    }
}

/// <summary><c>contains</c> with <c>minContains</c> and <c>maxContains</c>.</summary>
internal sealed class ContainsKeyword(SchemaNode schema, KeywordContext context) : Keyword("contains")
{
    private readonly bool counted = context.Dialect >= Dialect.Draft201909;
    private readonly int least = context.Dialect >= Dialect.Draft201909 ? context.Count("minContains") ?? 1 : 1;
    private readonly int most = context.Dialect >= Dialect.Draft201909 ? context.Count("maxContains") ?? int.MaxValue : int.MaxValue;

    public override void Evaluate(Frame frame)
    {
        if (frame.Instance is not JsonArray items) return;
        var found = 0;
        for (var i = 0; i < items.Count; i++)
        {
            if (!frame.On(schema, i, items[i]).IsValid) continue;
            found++;
            if (counted) frame.Items.Add(i);
        }

        if (found < least) frame.Fail(Name, $"{frame.Subject} needs at least {least} item(s) of a certain kind; it has {found}.");
        if (found > most) frame.Fail("maxContains", $"{frame.Subject} may have at most {most} item(s) of a certain kind; it has {found}.");
    }
}

/// <summary><c>minItems</c> and <c>maxItems</c>.</summary>
internal sealed class ItemCountKeyword(string name, int least, int most) : Keyword(name)
{
    public override void Evaluate(Frame frame)
    {
        if (frame.Instance is not JsonArray items) return;
        if (items.Count < least) frame.Fail(Name, $"{frame.Subject} needs at least {least} item(s); it has {items.Count}.");
        if (items.Count > most) frame.Fail(Name, $"{frame.Subject} may have at most {most} item(s); it has {items.Count}.");
    }
}

/// <summary><c>uniqueItems</c>.</summary>
internal sealed class UniqueItemsKeyword() : Keyword("uniqueItems")
{
    public override void Evaluate(Frame frame)
    {
        if (frame.Instance is not JsonArray items) return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (seen.Add(JsonCanonical.Of(item))) continue;
            frame.Fail(Name, $"{frame.Subject} must not hold the same item twice: {Wording.Value(item)}.");
            return;
        }
    }
}

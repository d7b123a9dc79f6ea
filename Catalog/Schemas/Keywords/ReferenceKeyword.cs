using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Schemas.Keywords;

/// <summary><c>$ref</c>: another schema of the same document on the same value.</summary>
internal sealed class ReferenceKeyword : Keyword
{
    private SchemaNode? target;

    public ReferenceKeyword(string name, string reference, KeywordContext context)
        : base(name) => context.Compiler.Resolve(reference, JsonPointer.Append(context.Location, name), context.Resource, (found, _) => target = found);

    public override void Evaluate(Frame frame) => frame.Take(frame.Here(target!));
}

/// <summary><c>$dynamicRef</c>: as <c>$ref</c>, but when it lands on a dynamic anchor, the outermost schema of the same anchor that we came through is meant.</summary>
internal sealed class DynamicReferenceKeyword : Keyword
{
    private SchemaNode? target;
    private string? anchor;

    public DynamicReferenceKeyword(string reference, KeywordContext context)
        : base("$dynamicRef") => context.Compiler.Resolve(reference, JsonPointer.Append(context.Location, Name), context.Resource, (found, fragment) =>
        {
            target = found;
            anchor = found.Resource.DynamicAnchors.GetValueOrDefault(fragment) == found ? fragment : null;
        });

    public override void Evaluate(Frame frame)
    {
        var meant = target!;
        for (var at = frame; anchor is not null && at is not null; at = at.Parent)
        {
            if (at.Schema.Resource.DynamicAnchors.TryGetValue(anchor, out var outer)) meant = outer;
        }

        frame.Take(frame.Here(meant));
    }
}

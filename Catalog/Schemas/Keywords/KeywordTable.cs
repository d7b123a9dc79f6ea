using System.Text.Json;

namespace Dodas.Catalog.Schemas.Keywords;

/// <summary>Which keywords a schema object has, in the order they run. What is not here is ignored, as the standard says.</summary>
internal static class KeywordTable
{
    public static IReadOnlyList<Keyword> Compile(KeywordContext context)
    {
        var schema = context.Schema;
        Define(context);

        // Up to draft-07 a reference replaces everything beside it.
        if (context.Dialect <= Dialect.Draft7 && context.Text("$ref") is { } alone) return [new ReferenceKeyword("$ref", alone, context)];

        var keywords = new List<Keyword>();
        if (context.Text("$ref") is { } reference) keywords.Add(new ReferenceKeyword("$ref", reference, context));
        if (context.Text("$recursiveRef") is { } recursive && context.Dialect == Dialect.Draft201909) keywords.Add(new ReferenceKeyword("$recursiveRef", recursive, context));
        if (context.Text("$dynamicRef") is { } dynamic && context.Dialect >= Dialect.Draft202012) keywords.Add(new DynamicReferenceKeyword(dynamic, context));
        if (schema.ContainsKey("type")) keywords.Add(new TypeKeyword(context));
        if (schema.ContainsKey("enum")) keywords.Add(new EnumKeyword(context));
        if (schema.ContainsKey("const") && context.Dialect >= Dialect.Draft6) keywords.Add(new ConstKeyword(context));
        keywords.AddRange(NumberKeyword.All(context));
        keywords.AddRange(TextKeyword.All(context));
        Lists(context, keywords);
        Objects(context, keywords);
        Combined(context, keywords);
        if (context.Dialect >= Dialect.Draft201909)
        {
            if (context.Child("unevaluatedItems") is { } items) keywords.Add(new UnevaluatedItemsKeyword(items));
            if (context.Child("unevaluatedProperties") is { } properties) keywords.Add(new UnevaluatedPropertiesKeyword(properties));
        }

        return keywords;
    }

    // Definitions check nothing, but hold identities and anchors that references name.
    private static void Define(KeywordContext context)
    {
        context.Named("$defs");
        context.Named("definitions");
    }

    private static void Lists(KeywordContext context, List<Keyword> keywords)
    {
        var modern = context.Dialect >= Dialect.Draft202012;
        var listed = !modern && context.Schema["items"] is System.Text.Json.Nodes.JsonArray;
        var prefix = context.Children(modern ? "prefixItems" : listed ? "items" : "");
        var rest = context.Child(listed ? "additionalItems" : modern || context.Schema["items"] is not null ? "items" : "");
        if (prefix.Count > 0 || rest is not null) keywords.Add(new ItemsKeyword(listed ? "additionalItems" : "items", prefix, rest));
        if (context.Child("contains") is { } contains && context.Dialect >= Dialect.Draft6) keywords.Add(new ContainsKeyword(contains, context));
        if (context.Count("minItems") is { } least) keywords.Add(new ItemCountKeyword("minItems", least, int.MaxValue));
        if (context.Count("maxItems") is { } most) keywords.Add(new ItemCountKeyword("maxItems", 0, most));
        if (context.Schema["uniqueItems"]?.GetValueKind() == JsonValueKind.True) keywords.Add(new UniqueItemsKeyword());
    }

    private static void Objects(KeywordContext context, List<Keyword> keywords)
    {
        if (context.Schema.ContainsKey("properties") || context.Schema.ContainsKey("patternProperties") || context.Schema.ContainsKey("additionalProperties"))
            keywords.Add(new PropertiesKeyword(context));
        if (context.Texts("required") is { Count: > 0 } required) keywords.Add(new RequiredKeyword(required));
        if (context.Count("minProperties") is { } least) keywords.Add(new PropertyCountKeyword("minProperties", least, int.MaxValue));
        if (context.Count("maxProperties") is { } most) keywords.Add(new PropertyCountKeyword("maxProperties", 0, most));
        if (context.Child("propertyNames") is { } names && context.Dialect >= Dialect.Draft6) keywords.Add(new PropertyNamesKeyword(names));
        if (context.Dialect >= Dialect.Draft201909)
        {
            if (context.Schema.ContainsKey("dependentRequired")) keywords.Add(DependentKeyword.Names("dependentRequired", context));
            if (context.Schema.ContainsKey("dependentSchemas")) keywords.Add(DependentKeyword.Schemas("dependentSchemas", context));
        }
        else if (context.Schema.ContainsKey("dependencies"))
        {
            keywords.Add(DependentKeyword.Names("dependencies", context));
            keywords.Add(DependentKeyword.Schemas("dependencies", context));
        }
    }

    private static void Combined(KeywordContext context, List<Keyword> keywords)
    {
        if (context.Children("allOf") is { Count: > 0 } all) keywords.Add(new AllOfKeyword(all));
        if (context.Children("anyOf") is { Count: > 0 } any) keywords.Add(new AnyOfKeyword(any));
        if (context.Children("oneOf") is { Count: > 0 } one) keywords.Add(new OneOfKeyword(one));
        if (context.Child("not") is { } not) keywords.Add(new NotKeyword(not));
        if (context.Dialect < Dialect.Draft7) return;

        // 'then' and 'else' may hold identities even when there is no 'if'.
        var (then, otherwise) = (context.Child("then"), context.Child("else"));
        if (context.Child("if") is { } test) keywords.Add(new IfKeyword(test, then, otherwise));
    }
}

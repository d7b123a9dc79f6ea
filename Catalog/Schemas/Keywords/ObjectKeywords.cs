using System.Text.Json;
using System.Text.Json.Nodes;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Schemas.Keywords;

/// <summary><c>required</c>.</summary>
internal sealed class RequiredKeyword(IReadOnlyList<string> names) : Keyword("required")
{
    public override void Evaluate(Frame frame)
    {
        if (frame.Instance is not JsonObject members) return;
        foreach (var name in names.Where(name => !members.ContainsKey(name))) frame.Fail(Name, $"{Title(frame, name)} is missing.", name);
    }

    private static string Title(Frame frame, string name)
    {
        var titled = JsonPointer.Get(frame.Schema.Source, $"/properties/{JsonPointer.Escape(name)}/title") as JsonValue;
        return titled?.GetValueKind() == JsonValueKind.String ? titled.GetValue<string>() : Wording.Title(name);
    }
}

/// <summary><c>minProperties</c> and <c>maxProperties</c>.</summary>
internal sealed class PropertyCountKeyword(string name, int least, int most) : Keyword(name)
{
    public override void Evaluate(Frame frame)
    {
        if (frame.Instance is not JsonObject members) return;
        if (members.Count < least) frame.Fail(Name, $"{frame.Subject} needs at least {least} value(s); it has {members.Count}.");
        if (members.Count > most) frame.Fail(Name, $"{frame.Subject} may have at most {most} value(s); it has {members.Count}.");
    }
}

/// <summary><c>propertyNames</c>.</summary>
internal sealed class PropertyNamesKeyword(SchemaNode schema) : Keyword("propertyNames")
{
    public override void Evaluate(Frame frame)
    {
        if (frame.Instance is not JsonObject members) return;
        foreach (var (name, _) in members)
        {
            if (!frame.Beside(schema, JsonValue.Create(name)).IsValid) frame.Fail(Name, $"'{name}' is not an allowed name here.", name);
        }
    }
}

/// <summary>What must hold when a member is there.</summary>
internal sealed class DependentKeyword : Keyword
{
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> names;
    private readonly IReadOnlyDictionary<string, SchemaNode> schemas;

    private DependentKeyword(string name, IReadOnlyDictionary<string, IReadOnlyList<string>> names, IReadOnlyDictionary<string, SchemaNode> schemas)
        : base(name) => (this.names, this.schemas) = (names, schemas);

    public static DependentKeyword Names(string keyword, KeywordContext context)
    {
        var lists = (context.Schema[keyword] as JsonObject ?? []).Where(member => member.Value is JsonArray);
        return new DependentKeyword(
            keyword,
            lists.ToDictionary(member => member.Key, member => (IReadOnlyList<string>)[.. member.Value!.AsArray().Select(item => item?.ToString() ?? "")], StringComparer.Ordinal),
            new Dictionary<string, SchemaNode>());
    }

    public static DependentKeyword Schemas(string keyword, KeywordContext context)
    {
        var location = JsonPointer.Append(context.Location, keyword);
        var members = (context.Schema[keyword] as JsonObject ?? []).Where(member => member.Value is not JsonArray);
        return new DependentKeyword(
            keyword,
            new Dictionary<string, IReadOnlyList<string>>(),
            members.ToDictionary(member => member.Key, member => context.Compiler.Node(member.Value, JsonPointer.Append(location, member.Key), context.Resource), StringComparer.Ordinal));
    }

    public override void Evaluate(Frame frame)
    {
        if (frame.Instance is not JsonObject members) return;
        foreach (var (name, needed) in names.Where(entry => members.ContainsKey(entry.Key)))
        {
            foreach (var missing in needed.Where(other => !members.ContainsKey(other)))
                frame.Fail(Name, $"{Wording.Title(missing)} is needed when {Wording.Title(name)} is set.", missing);
        }

        foreach (var (_, schema) in schemas.Where(entry => members.ContainsKey(entry.Key))) frame.Take(frame.Here(schema));
    }
}

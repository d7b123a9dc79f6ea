using System.Text.Json;
using System.Text.Json.Nodes;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Compositions;

/// <summary>What reading a document gave.</summary>
/// <param name="Composition">What could be read, or null when the document is no mapping at all. What is wrong in it reads as absent, so that checking can go on and report everything at once.</param>
/// <param name="Findings">What is wrong with the document's shape; all are errors.</param>
public sealed record CompositionReading(Composition? Composition, IReadOnlyList<Finding> Findings);

/// <summary>Document <c>dodas/v1</c> → composition. A wrong type or an unknown member is a finding with its place, never an exception.</summary>
public static class CompositionReader
{
    /// <summary>Bounds of a document. Its depth leaves room for what it is put into (a plan, an answer) within the 64 levels that JSON writers allow.</summary>
    public static DocumentLimits Limits { get; } = new() { Depth = 48 };

    private static readonly string[] RootMembers = ["apiVersion", "blocks", "bindings"];
    private static readonly string[] BlockMembers = ["name", "block", "chart", "version", "values", "secrets"];
    private static readonly string[] BindingMembers = ["from", "requirement", "to"];

    /// <summary>Reads a document, whatever it is.</summary>
    public static CompositionReading Read(JsonNode? document)
    {
        if (!JsonBounds.Hold(document, Limits, out var problem))
            return new CompositionReading(null, [new Finding(Severity.Error, "", problem)]);
        if (document is not JsonObject root)
            return new CompositionReading(null, [new Finding(Severity.Error, "", "A composition is an object with 'blocks' and 'bindings'.")]);
        var findings = new List<Finding>();
        var composition = new Composition
        {
            ApiVersion = root["apiVersion"] is null ? Composition.CurrentVersion : Text(root, "apiVersion", "", findings) ?? "",
            Blocks = [.. Items(root, "blocks", findings).Select(item => Block(item.Node, item.Path, findings))],
            Bindings = [.. Items(root, "bindings", findings).Select(item => Binding(item.Node, item.Path, findings))],
        };
        OnlyKnown(root, "", RootMembers, findings);
        return new CompositionReading(composition, findings);
    }

    /// <summary>Reads a YAML or JSON text.</summary>
    public static CompositionReading ReadYaml(string text)
    {
        try
        {
            return Read(YamlReader.Read(text, Limits));
        }
        catch (DocumentException problem)
        {
            return new CompositionReading(null, [new Finding(Severity.Error, "", problem.Message)]);
        }
    }

    private static PlacedBlock Block(JsonNode? node, string path, List<Finding> findings)
    {
        if (node is not JsonObject members)
        {
            findings.Add(new Finding(Severity.Error, path, "A block is an object with 'name' and 'block'."));
            return new PlacedBlock();
        }

        OnlyKnown(members, path, BlockMembers, findings);
        return new PlacedBlock
        {
            Name = Text(members, "name", path, findings) ?? "",
            Block = Text(members, "block", path, findings),
            Chart = Text(members, "chart", path, findings),
            Version = Text(members, "version", path, findings),
            Values = Object(members, "values", path, findings)?.DeepClone().AsObject() ?? [],
            Secrets = Secrets(members, path, findings),
        };
    }

    private static Binding Binding(JsonNode? node, string path, List<Finding> findings)
    {
        if (node is not JsonObject members)
        {
            findings.Add(new Finding(Severity.Error, path, "A binding is an object with 'from', 'requirement' and 'to'."));
            return new Binding("", "", "");
        }

        OnlyKnown(members, path, BindingMembers, findings);
        foreach (var name in BindingMembers.Where(name => members[name] is null))
            findings.Add(new Finding(Severity.Error, JsonPointer.Append(path, name), $"The binding lacks '{name}'."));
        return new Binding(Text(members, "from", path, findings) ?? "", Text(members, "requirement", path, findings) ?? "", Text(members, "to", path, findings) ?? "");
    }

    private static Dictionary<string, string> Secrets(JsonObject block, string path, List<Finding> findings)
    {
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Object(block, "secrets", path, findings) is not { } members) return secrets;
        foreach (var (name, _) in members)
        {
            if (Text(members, name, JsonPointer.Append(path, "secrets"), findings) is { } text) secrets[name] = text;
        }

        return secrets;
    }

    private static IEnumerable<(JsonNode? Node, string Path)> Items(JsonObject parent, string name, List<Finding> findings)
    {
        var path = JsonPointer.Append("", name);
        if (parent[name] is JsonArray items) return items.Select((item, i) => (item, JsonPointer.Append(path, i)));
        if (parent[name] is not null) findings.Add(new Finding(Severity.Error, path, $"'{name}' is a list."));
        return [];
    }

    private static JsonObject? Object(JsonObject parent, string name, string path, List<Finding> findings)
    {
        if (parent[name] is null or JsonObject) return parent[name]?.AsObject();
        findings.Add(new Finding(Severity.Error, JsonPointer.Append(path, name), $"'{name}' is an object: names with values."));
        return null;
    }

    private static string? Text(JsonObject parent, string name, string path, List<Finding> findings)
    {
        if (parent[name] is null) return null;
        if (parent[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String) return value.GetValue<string>();
        findings.Add(new Finding(Severity.Error, JsonPointer.Append(path, name), $"'{name}' is a text; put it in quotes."));
        return null;
    }

    private static void OnlyKnown(JsonObject members, string path, string[] known, List<Finding> findings)
    {
        foreach (var (name, _) in members.Where(member => !known.Contains(member.Key)))
        {
            var at = JsonPointer.Append(path, name);
            findings.Add(new Finding(Severity.Error, at, $"'{name}' is not known here.{NearestName.Hint(name, known)}", Fixes.Remove(at, name)));
        }
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Dodas.Catalog.Documents;
using Dodas.Catalog.Schemas.Keywords;

namespace Dodas.Catalog.Schemas;

/// <summary>Schema document → compiled nodes. Only places where the language has a schema are walked; references are resolved afterwards, within the document or not at all.</summary>
internal sealed class SchemaCompiler
{
    // Stands for the document itself; it has a host so that relative addresses resolve, and can never be asked for.
    private static readonly Uri Nowhere = new("schema://document/");

    private readonly Dictionary<JsonNode, SchemaNode> nodes = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, SchemaResource> resources = new(StringComparer.Ordinal);
    private readonly Queue<Action> references = new();

    public SchemaNode Compile(JsonNode? document)
    {
        var resource = new SchemaResource(Nowhere, DialectOf(document, Dialect.Draft202012, ""));
        resources[Nowhere.AbsoluteUri] = resource;
        var root = Node(document, "", resource);
        resource.Root = root;
        while (references.TryDequeue(out var resolve)) resolve();
        return root;
    }

    /// <summary>Compiles a schema at a place, once.</summary>
    public SchemaNode Node(JsonNode? source, string location, SchemaResource resource)
    {
        if (source is not null && nodes.TryGetValue(source, out var known)) return known;
        if (source is JsonValue value && value.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
            return nodes[source] = new SchemaNode(source, location, resource) { Always = source.GetValueKind() == JsonValueKind.True };
        if (source is not JsonObject members) throw new SchemaRefusedException(location, "A schema is an object, true or false.");

        var identity = Identity(members, location, resource, out var anchor);
        var node = nodes[members] = new SchemaNode(members, location, identity);
        if (!ReferenceEquals(identity, resource)) identity.Root = node;
        if (anchor is not null) identity.Anchors.TryAdd(anchor, node);
        if (identity.Dialect >= Dialect.Draft201909)
        {
            if (Text(members, "$anchor") is { } name) identity.Anchors.TryAdd(name, node);
            if (Text(members, "$dynamicAnchor") is { } dynamic)
            {
                identity.Anchors.TryAdd(dynamic, node);
                identity.DynamicAnchors.TryAdd(dynamic, node);
            }
        }

        node.Keywords = KeywordTable.Compile(new KeywordContext(this, members, location, identity));
        return node;
    }

    /// <summary>Resolves a reference when the whole document has been walked.</summary>
    public void Resolve(string reference, string location, SchemaResource from, Action<SchemaNode, string> found) => references.Enqueue(() =>
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var address = hash < 0 ? reference : reference[..hash];
        var fragment = hash < 0 ? "" : Uri.UnescapeDataString(reference[(hash + 1)..]);
        var resource = address.Length == 0 ? from
            : Uri.TryCreate(from.Address, address, out var full) ? resources.GetValueOrDefault(WithoutFragment(full)) : null;
        if (resource is null)
            throw new SchemaRefusedException(location, $"'{reference}' leaves this schema; only references that start with '#' are allowed.");
        found(Target(resource, fragment, reference, location), fragment);
    });

    private SchemaNode Target(SchemaResource resource, string fragment, string reference, string location)
    {
        if (fragment.Length == 0) return resource.Root!;
        if (fragment[0] != '/')
            return resource.Anchors.GetValueOrDefault(fragment) ?? throw new SchemaRefusedException(location, $"'{reference}' names nothing in this schema.");

        // The base address of what is found is that of the last schema on the way.
        JsonNode? at = resource.Root!.Source;
        var within = resource;
        var place = resource.Root.Location;
        foreach (var token in JsonPointer.Parse(fragment) ?? throw new SchemaRefusedException(location, $"'{reference}' is no JSON pointer."))
        {
            if (!JsonPointer.TryGet(at, JsonPointer.Append("", token), out at) || at is null)
                throw new SchemaRefusedException(location, $"'{reference}' names nothing in this schema.");
            place = JsonPointer.Append(place, token);
            if (nodes.TryGetValue(at, out var passed)) within = passed.Resource;
        }

        return Node(at, place, within);
    }

    private SchemaResource Identity(JsonObject members, string location, SchemaResource outer, out string? anchor)
    {
        anchor = null;
        var dialect = location.Length == 0 ? outer.Dialect : DialectOf(members, outer.Dialect, location);
        var id = Text(members, dialect == Dialect.Draft4 ? "id" : "$id");
        if (id is null || (dialect <= Dialect.Draft7 && members.ContainsKey("$ref"))) return outer;
        var hash = id.IndexOf('#', StringComparison.Ordinal);
        if (hash >= 0 && hash + 1 < id.Length && dialect <= Dialect.Draft7) anchor = id[(hash + 1)..];
        if (hash == 0 || !Uri.TryCreate(outer.Address, hash < 0 ? id : id[..hash], out var address)) return outer;
        var resource = new SchemaResource(address, dialect);
        resources.TryAdd(WithoutFragment(address), resource);
        return resource;
    }

    private static Dialect DialectOf(JsonNode? schema, Dialect outer, string location) => (schema as JsonObject is { } members ? Text(members, "$schema") : null)?.TrimEnd('#') switch
    {
        null => outer,
        "http://json-schema.org/draft-04/schema" or "https://json-schema.org/draft-04/schema" => Dialect.Draft4,
        "http://json-schema.org/draft-06/schema" or "https://json-schema.org/draft-06/schema" => Dialect.Draft6,
        "http://json-schema.org/draft-07/schema" or "https://json-schema.org/draft-07/schema" => Dialect.Draft7,
        "https://json-schema.org/draft/2019-09/schema" or "http://json-schema.org/draft/2019-09/schema" => Dialect.Draft201909,
        "https://json-schema.org/draft/2020-12/schema" or "http://json-schema.org/draft/2020-12/schema" or "http://json-schema.org/schema" => Dialect.Draft202012,
        var other => throw new SchemaRefusedException(JsonPointer.Append(location, "$schema"), $"'{other}' is no known JSON Schema dialect; use draft-07 or 2020-12."),
    };

    private static string WithoutFragment(Uri address) => address.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.Fragment, UriFormat.UriEscaped);

    private static string? Text(JsonObject members, string name) => members[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

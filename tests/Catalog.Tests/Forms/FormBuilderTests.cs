using System.Text.Json.Nodes;
using Dodas.Catalog.Blocks;
using Dodas.Catalog.Charts;
using Dodas.Catalog.Documents;
using Dodas.Catalog.Forms;
using Dodas.Catalog.Tests.Compositions;

namespace Dodas.Catalog.Tests.Forms;

public sealed class FormBuilderTests
{
    private static FormField Build(string? schema, string values = "{}") => FormBuilder.Build(new Block
    {
        Chart = new ChartReference("local", "demo", "1.0.0", ""),
        Schema = schema is null ? null : JsonNode.Parse(schema),
        Defaults = YamlReader.ReadObject(values),
    });

    private static FormField Find(FormField root, string pointer) => All(root).Single(field => field.Pointer == pointer);

    private static IEnumerable<FormField> All(FormField field) => field.Fields.SelectMany(All).Prepend(field);

    [Theory]
    [InlineData("""{"type": "string", "pattern": "^a"}""", FieldKind.Text)]
    [InlineData("""{"type": ["string", "null"]}""", FieldKind.Text)]
    [InlineData("""{"type": "number"}""", FieldKind.Number)]
    [InlineData("""{"type": "integer"}""", FieldKind.Integer)]
    [InlineData("""{"type": "boolean"}""", FieldKind.Switch)]
    [InlineData("""{"enum": ["a", 1, null]}""", FieldKind.Choice)]
    [InlineData("""{"const": "a"}""", FieldKind.Choice)]
    [InlineData("""{"oneOf": [{"const": "a", "title": "A"}, {"const": "b"}]}""", FieldKind.Choice)]
    [InlineData("""{"type": "object", "properties": {"a": {"type": "string"}}}""", FieldKind.Group)]
    [InlineData("""{"properties": {"a": {"type": "string"}}}""", FieldKind.Group)]
    [InlineData("""{"type": "object"}""", FieldKind.Yaml)]
    [InlineData("""{"type": "object", "additionalProperties": {"type": "string"}}""", FieldKind.Yaml)]
    [InlineData("""{"type": "array", "items": {"type": "string"}}""", FieldKind.Yaml)]
    [InlineData("""{"type": ["string", "integer"]}""", FieldKind.Yaml)]
    [InlineData("""{"oneOf": [{"type": "string"}, {"type": "object"}]}""", FieldKind.Yaml)]
    [InlineData("""{"type": "object", "properties": {"a": {}}, "patternProperties": {"^x": {}}}""", FieldKind.Yaml)]
    [InlineData("""{"$ref": "#/$defs/size"}""", FieldKind.Text)]
    [InlineData("""{"$ref": "#/$defs/none"}""", FieldKind.Yaml)]
    [InlineData("""{"$ref": "#/properties/field"}""", FieldKind.Yaml)]
    [InlineData("true", FieldKind.Yaml)]
    [InlineData("{}", FieldKind.Yaml)]
    [InlineData("5", FieldKind.Yaml)]
    public void A_schema_says_how_its_field_is_shown(string schema, FieldKind kind) =>
        Find(Build("""{"type": "object", "properties": {"field": @}, "$defs": {"size": {"type": "string"}}}""".Replace("@", schema, StringComparison.Ordinal)), "/field").Kind.Should().Be(kind);

    [Fact]
    public void Titles_help_defaults_and_bounds_come_from_the_schema_and_the_values()
    {
        var root = Build("""
            {"type": "object", "required": ["maxUsers"], "properties": {
              "maxUsers": {"type": "integer", "exclusiveMinimum": 0, "maximum": 500, "description": "How many.", "default": 5},
              "ratio": {"type": "number", "minimum": 0.5},
              "size": {"$ref": "#/$defs/size", "title": "Volume"}},
             "$defs": {"size": {"title": "Size", "type": "string", "pattern": "Gi$", "default": "1Gi", "description": "A quantity."}}}
            """, "maxUsers: 10\n");
        Find(root, "/maxUsers").Should().BeEquivalentTo(new { Title = "Max users", Help = "How many.", Minimum = 1m, Maximum = 500m, Required = true });
        Find(root, "/maxUsers").Default!.ToJsonString().Should().Be("10");
        Find(root, "/ratio").Should().BeEquivalentTo(new { Minimum = 0.5m, Maximum = (decimal?)null, Default = (JsonNode?)null, Required = false });
        Find(root, "/size").Should().BeEquivalentTo(new { Title = "Volume", Help = "A quantity.", Pattern = "Gi$" });
        Find(root, "/size").Default!.ToJsonString().Should().Be("\"1Gi\"");
    }

    [Fact]
    public void What_the_portal_writes_is_wired_and_what_matters_is_important()
    {
        var root = FormBuilder.Build(GoldenLibrary.Block("htcondor"));
        root.Title.Should().Be("HTCondor");
        Find(root, "/pool").Wired.Should().BeTrue("all of it is written by the portal");
        Find(root, "/auth/signingKeySecret").Wired.Should().BeTrue();
        Find(root, "/execute").Wired.Should().BeFalse();
        Find(root, "/execute/replicas").Important.Should().BeTrue();
        All(root).Count(field => field.Important).Should().Be(1);
        Find(root, "/mode").Choices.Select(choice => choice!.ToString()).Should().Equal("full", "execute-only");
    }

    [Fact]
    public void Without_a_schema_the_form_is_inferred_from_the_values()
    {
        var root = Build(null, "replicaCount: 1\nimage: {repository: nginx, tag: \"\"}\nratio: 0.5\non: true\nlist: []\nempty: {}\nnothing:\n");
        root.Fields.Select(field => (field.Pointer, field.Kind)).Should().Equal(
            ("/replicaCount", FieldKind.Integer), ("/image", FieldKind.Group), ("/ratio", FieldKind.Number), ("/true", FieldKind.Switch), ("/list", FieldKind.Yaml), ("/empty", FieldKind.Yaml), ("/nothing", FieldKind.Yaml));
        root.Fields[0].Title.Should().Be("Replica count");
    }

    [Fact]
    public void Keys_that_only_the_values_have_are_shown_unless_the_schema_forbids_them()
    {
        Build("""{"type": "object", "properties": {"a": {"type": "string"}}}""", "b: 1\na: x\n").Fields.Select(field => field.Pointer).Should().Equal("/a", "/b");
        Build("""{"type": "object", "additionalProperties": false, "properties": {"a": {"type": "string"}}}""", "b: 1\na: x\n").Fields.Select(field => field.Pointer).Should().Equal("/a");
    }

    [Theory]
    [InlineData("""{"$ref": "#"}""")]
    [InlineData("""{"properties": {"a": {"$ref": "#"}}}""")]
    [InlineData("""{"$ref": "http://elsewhere/x"}""")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("""{"type": 5, "properties": [], "required": "x", "enum": {}, "oneOf": [5]}""")]
    public void No_schema_breaks_the_form(string schema)
    {
        var root = Build(schema, "a: 1\n");
        root.Kind.Should().Be(FieldKind.Group);
        All(root).Count().Should().BeLessThan(3000);
    }
}

using System.Text.Json.Nodes;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Tests.Documents;

public sealed class JsonPatchTests
{
    private static readonly JsonNode Document = JsonNode.Parse("""{"a": [1, 2], "b": {"c": 3}}""")!;

    [Theory]
    [InlineData("""[{"op": "add", "path": "/a/-", "value": 9}]""", """{"a":[1,2,9],"b":{"c":3}}""")]
    [InlineData("""[{"op": "add", "path": "/a/0", "value": 9}]""", """{"a":[9,1,2],"b":{"c":3}}""")]
    [InlineData("""[{"op": "replace", "path": "/a/1", "value": null}]""", """{"a":[1,null],"b":{"c":3}}""")]
    [InlineData("""[{"op": "remove", "path": "/a/0"}, {"op": "remove", "path": "/b/c"}]""", """{"a":[2],"b":{}}""")]
    [InlineData("""[{"op": "add", "path": "/b/x~1y", "value": {"z": 1}}]""", """{"a":[1,2],"b":{"c":3,"x/y":{"z":1}}}""")]
    public void Operations_do_what_RFC_6902_says(string patch, string result)
    {
        JsonPatch.Apply(Document, JsonNode.Parse(patch)!.AsArray()).ToJsonString().Should().Be(result);
        Document.ToJsonString().Should().Be("""{"a":[1,2],"b":{"c":3}}""", "the document itself is not changed");
    }

    [Theory]
    [InlineData("""[{"op": "replace", "path": "/b/none", "value": 1}]""")]
    [InlineData("""[{"op": "remove", "path": "/a/7"}]""")]
    [InlineData("""[{"op": "add", "path": "/a/7", "value": 1}]""")]
    [InlineData("""[{"op": "move", "path": "/a/0", "from": "/a/1"}]""")]
    [InlineData("""[{"op": "add", "path": "", "value": 1}]""")]
    [InlineData("""[5]""")]
    public void What_cannot_be_applied_is_refused(string patch) =>
        FluentActions.Invoking(() => JsonPatch.Apply(Document, JsonNode.Parse(patch)!.AsArray())).Should().Throw<DocumentException>();

    [Fact]
    public void A_name_given_twice_in_json_is_refused() =>
        FluentActions.Invoking(() => JsonText.Read("""{"a": 1, "a": 2}""")).Should().Throw<DocumentException>();
}

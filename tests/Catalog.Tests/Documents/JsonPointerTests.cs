using System.Text.Json.Nodes;
using CsCheck;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Tests.Documents;

public sealed class JsonPointerTests
{
    [Theory]
    [InlineData("", "[]")]
    [InlineData("/", "[\"\"]")]
    [InlineData("/a~1b/m~0n", "[\"a/b\",\"m~n\"]")]
    [InlineData("a", null)]
    [InlineData("/a~2", null)]
    [InlineData("/a~", null)]
    public void A_pointer_is_read_as_RFC_6901_says(string pointer, string? tokens)
    {
        var read = JsonPointer.Parse(pointer);
        (read is null ? null : new JsonArray([.. read.Select(token => (JsonNode)token)]).ToJsonString()).Should().Be(tokens);
    }

    [Fact]
    public void What_was_set_is_found_and_what_was_removed_is_not() =>
        Gen.Select(JsonGen.Object, JsonGen.Text.Array[1, 4], JsonGen.Scalar).Sample((root, tokens, value) =>
        {
            var pointer = string.Concat(tokens.Select(token => "/" + JsonPointer.Escape(token)));
            JsonPointer.Set(root, pointer, value);
            var found = JsonPointer.TryGet(root, pointer, out var read) && JsonNode.DeepEquals(read, value);
            var removed = JsonPointer.Remove(root, pointer);
            return found && removed && (!JsonPointer.TryGet(root, pointer, out _) || JsonPointer.Parse(JsonPointer.Parent(pointer))!.Count > 0);
        });

    [Fact]
    public void Setting_goes_through_lists_and_replaces_what_is_in_the_way()
    {
        var root = JsonNode.Parse("""{"list": [1, {"a": 1}, [5]], "text": "x"}""")!.AsObject();
        JsonPointer.Set(root, "/list/1/a", 2);
        JsonPointer.Set(root, "/list/2/0", 6);
        JsonPointer.Set(root, "/list/0/deep", 7);
        JsonPointer.Set(root, "/text/deep", true);
        root.ToJsonString().Should().Be("""{"list":[{"deep":7},{"a":2},[6]],"text":{"deep":true}}""");
        JsonPointer.Set(root, "/list/9", 1);
        root["list"]!.ToJsonString().Should().Be("""{"9":1}""");
    }

    [Fact]
    public void Within_means_at_or_below()
    {
        JsonPointer.IsWithin("/a/b", "/a").Should().BeTrue();
        JsonPointer.IsWithin("/a", "/a").Should().BeTrue();
        JsonPointer.IsWithin("/ab", "/a").Should().BeFalse();
        JsonPointer.IsWithin("/ab", "").Should().BeTrue();
    }
}

using System.Text.Json.Nodes;
using Dodas.Catalog.Schemas;

namespace Dodas.Catalog.Tests.Schemas;

public sealed class JsonSchemaTests
{
    private const string Block = """
        {"type": "object", "additionalProperties": false, "required": ["mode"],
         "properties": {
           "mode": {"title": "Mode", "enum": ["full", "execute-only"]},
           "replicas": {"title": "Replicas", "type": "integer", "minimum": 0, "maximum": 1000},
           "maxUsers": {"type": "integer", "exclusiveMinimum": 0},
           "memory": {"$ref": "#/$defs/size", "title": "Memory"},
           "host": {"type": "string", "minLength": 1, "maxLength": 5},
           "auth": {"oneOf": [{"type": "null"}, {"type": "object", "properties": {"issuer": {"title": "Issuer", "type": "string", "pattern": "^https://"}}}]},
           "level": {"oneOf": [{"const": 1, "title": "one"}, {"const": 2}]},
           "ports": {"type": "array", "items": {"type": "integer"}, "uniqueItems": true, "maxItems": 3}
         },
         "$defs": {"size": {"title": "Size", "type": "string", "pattern": "^[1-9][0-9]*(Mi|Gi|Ti)$", "default": "2Gi"}}}
        """;

    [Theory]
    [InlineData("""{"mode": "full", "replicas": -5}""", "/replicas", "Replicas must be at least 0; it is -5.")]
    [InlineData("""{"mode": "full", "replicas": "many"}""", "/replicas", "Replicas must be a whole number; it is 'many'.")]
    [InlineData("""{"mode": "full", "replica": 5}""", "/replica", "'replica' is not known here. Did you mean 'replicas'?")]
    [InlineData("""{"mode": "full", "zzz": 5}""", "/zzz", "'zzz' is not known here.")]
    [InlineData("""{"mode": "half"}""", "/mode", "Mode must be one of full or execute-only; it is 'half'.")]
    [InlineData("""{}""", "/mode", "Mode is missing.")]
    [InlineData("""{"mode": "full", "maxUsers": 0}""", "/maxUsers", "Max users must be more than 0; it is 0.")]
    [InlineData("""{"mode": "full", "memory": "5 GB"}""", "/memory", "Memory must be written like '2Gi'; it is '5 GB'.")]
    [InlineData("""{"mode": "full", "host": ""}""", "/host", "Host must not be empty.")]
    [InlineData("""{"mode": "full", "host": "abcdef"}""", "/host", "Host must have at most 5 characters; it has 6.")]
    [InlineData("""{"mode": "full", "auth": {"issuer": "http://x"}}""", "/auth/issuer", "Issuer must match ^https://; it is 'http://x'.")]
    [InlineData("""{"mode": "full", "auth": 5}""", "/auth", "Auth fits none of the allowed forms; it is 5.")]
    [InlineData("""{"mode": "full", "level": 3}""", "/level", "Level must be one of 1 or 2; it is 3.")]
    [InlineData("""{"mode": "full", "ports": [1, "x"]}""", "/ports/1", "Item 2 must be a whole number; it is 'x'.")]
    [InlineData("""{"mode": "full", "ports": [1, 1.0]}""", "/ports", "Ports must not hold the same item twice: 1.0.")]
    public void A_message_says_what_is_wrong_in_plain_words(string instance, string path, string message)
    {
        var error = Read(Block).Validate(JsonNode.Parse(instance)).Should().ContainSingle().Which;
        (error.InstancePath, error.Message).Should().Be((path, message));
    }

    [Theory]
    [InlineData("""{"$ref": "http://127.0.0.1:9/x.json"}""")]
    [InlineData("""{"$ref": "file:///etc/passwd"}""")]
    [InlineData("""{"$ref": "/dev/zero"}""")]
    [InlineData("""{"$ref": "other.json"}""")]
    [InlineData("""{"properties": {"a": {"$ref": "//evil/x"}}}""")]
    [InlineData("""{"$id": "http://evil/", "$ref": "x"}""")]
    [InlineData("""{"$schema": "http://evil/schema"}""")]
    [InlineData("""{"$defs": {"a": {"$id": "x", "$schema": "http://evil/schema"}}}""")]
    [InlineData("""{"$dynamicRef": "http://evil/x"}""")]
    [InlineData("""{"$ref": "#/unknown/a", "unknown": {"a": {"$ref": "file:///x"}}}""")]
    [InlineData("""{"$ref": "#/none"}""")]
    [InlineData("""{"$ref": "#none"}""")]
    [InlineData("""{"pattern": "(?=a)b"}""")]
    [InlineData("""{"pattern": "(a)\\1"}""")]
    [InlineData("""{"pattern": "a{2000}"}""")]
    [InlineData("""{"patternProperties": {"(": true}}""")]
    [InlineData("""{"properties": {"a": 5}}""")]
    [InlineData("5")]
    [InlineData("null")]
    public void A_schema_that_is_not_safe_or_not_sound_is_refused(string schema) =>
        JsonSchema.Read(JsonNode.Parse(schema)).Should().BeOfType<SchemaReading.Refused>().Which.Message.Should().NotBeEmpty();

    [Fact]
    public void A_schema_that_refers_to_itself_without_end_gives_one_error() =>
        Read("""{"$ref": "#"}""").Validate(5).Should().ContainSingle().Which.Keyword.Should().Be("limit");

    [Fact]
    public void A_schema_that_explodes_gives_one_error()
    {
        var layers = string.Join(',', Enumerable.Range(0, 30).Select(i => $"\"l{i}\": {{\"allOf\": [{{\"$ref\": \"#/$defs/l{i + 1}\"}}, {{\"$ref\": \"#/$defs/l{i + 1}\"}}]}}"));
        Read("{\"$ref\": \"#/$defs/l0\", \"$defs\": {" + layers + ", \"l30\": true}}").Validate(5).Should().ContainSingle().Which.Message.Should().Contain("too long");
    }

    [Fact]
    public void A_deep_schema_is_refused()
    {
        JsonNode schema = true;
        for (var i = 0; i < 200; i++) schema = new JsonObject { ["not"] = schema };
        JsonSchema.Read(schema).Should().BeOfType<SchemaReading.Refused>();
    }

    [Theory]
    [InlineData(@"^\d+$", "12", true)]
    [InlineData(@"^\d+$", "\u0661", false)]
    [InlineData(@"^a$", "a\n", false)]
    [InlineData(@"^[\w.]+$", "a_1.b", true)]
    [InlineData(@"^[[:alpha:]]+$", "abc", true)]
    [InlineData(@"^[a-z[]+$", "a[b", true)]
    [InlineData(@"^[]a]+$", "]a", true)]
    [InlineData(@"^(?P<x>a)$", "a", true)]
    [InlineData(@"a\/b", "a/b", true)]
    public void A_pattern_means_what_it_means_to_RE2(string pattern, string text, bool matches) =>
        SafePattern.Compile(pattern)!.IsMatch(text).Should().Be(matches);

    private static JsonSchema Read(string schema) => JsonSchema.Read(JsonNode.Parse(schema)).Should().BeOfType<SchemaReading.Done>().Which.Schema;
}

using System.Text.Json.Nodes;
using CsCheck;
using Dodas.Catalog.Compositions;
using Dodas.Catalog.Documents;
using Dodas.Catalog.Forms;
using Dodas.Catalog.Tests.Documents;

namespace Dodas.Catalog.Tests.Forms;

public sealed class FormValuesTests
{
    private static readonly JsonObject Defaults = YamlReader.ReadObject("execute: {replicas: 1, cpu: \"2\"}\nmode: full\nlist: [1]\n");

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    [Theory]
    [InlineData("{}", "/execute/replicas", "3", """{"execute":{"replicas":3}}""")]
    [InlineData("""{"execute":{"replicas":3}}""", "/execute/replicas", "1", "{}")]
    [InlineData("""{"execute":{"replicas":3,"cpu":"4"}}""", "/execute/replicas", "1", """{"execute":{"cpu":"4"}}""")]
    [InlineData("""{"execute":null}""", "/execute/replicas", "1", """{"execute":{"replicas":1}}""")]
    [InlineData("{}", "/mode", "null", """{"mode":null}""")]
    [InlineData("{}", "/list", "[1]", "{}")]
    [InlineData("{}", "/list", "[1,2]", """{"list":[1,2]}""")]
    [InlineData("{}", "/new/deep", "true", """{"new":{"deep":true}}""")]
    public void Only_what_differs_from_the_defaults_is_stored(string overrides, string pointer, string value, string result) =>
        FormValues.Set(Defaults, Json(overrides), pointer, JsonNode.Parse(value)).ToJsonString().Should().Be(result);

    [Fact]
    public void Reset_goes_back_and_leaves_no_empty_parents()
    {
        FormValues.Reset(Json("""{"a":{"b":{"c":1}},"d":2}"""), "/a/b/c").ToJsonString().Should().Be("""{"d":2}""");
        FormValues.Reset(Json("""{"a":{"b":{"c":1},"x":1}}"""), "/a/b/c").ToJsonString().Should().Be("""{"a":{"x":1}}""");
        FormValues.Reset(Json("""{"a":1}"""), "/nothing/there").ToJsonString().Should().Be("""{"a":1}""");
    }

    [Fact]
    public void Nothing_that_is_passed_in_changes()
    {
        var overrides = Json("""{"execute":{"replicas":3}}""");
        FormValues.Set(Defaults, overrides, "/execute/cpu", "4");
        FormValues.Reset(overrides, "/execute/replicas");
        overrides.ToJsonString().Should().Be("""{"execute":{"replicas":3}}""");
    }

    [Fact]
    public void What_was_set_is_what_the_chart_sees() =>
        Gen.Select(JsonGen.Object, JsonGen.Object, JsonGen.Text.Array[1, 3], JsonGen.Any).Sample((defaults, overrides, tokens, value) =>
        {
            // A null removes a key, so it is not what the chart sees; objects merge with the defaults.
            if (value is null or JsonObject) return;
            var pointer = string.Concat(tokens.Select(token => JsonPointer.Append("", token)));
            var set = FormValues.Set(defaults, overrides, pointer, value);
            JsonNode.DeepEquals(FormValues.Effective(defaults, set, pointer), value).Should().BeTrue();
        }, iter: 2000);

    [Fact]
    public void Differences_laid_over_the_defaults_give_the_same() =>
        Gen.Select(JsonGen.Object, JsonGen.Object).Sample((defaults, values) =>
        {
            var differences = FormValues.Differences(defaults, values);
            return JsonNode.DeepEquals(HelmValues.Merge(defaults, differences), HelmValues.Merge(defaults, values))
                && JsonNode.DeepEquals(FormValues.Differences(defaults, differences), differences);
        }, iter: 2000);

    [Fact]
    public void Form_and_yaml_tab_stay_in_step() =>
        Gen.Select(JsonGen.Object, JsonGen.Object).Sample((defaults, values) =>
        {
            var overrides = FormValues.Differences(defaults, values);
            return FormValues.FromYaml(defaults, FormValues.ToYaml(overrides)) is YamlInput.Accepted accepted && JsonNode.DeepEquals(accepted.Overrides, overrides);
        }, iter: 2000);

    [Fact]
    public void Broken_yaml_is_refused_with_its_line() =>
        FormValues.FromYaml(Defaults, "a: 1\na: 2\n").Should().Be(new YamlInput.Refused("'a' is given twice here.", 2));
}

using System.Text.Json.Nodes;
using CsCheck;
using Dodas.Catalog.Forms;
using Dodas.Catalog.Tests.Documents;

namespace Dodas.Catalog.Tests.Forms;

public sealed class FieldTextTests
{
    private static FormField Field(FieldKind kind) => new() { Pointer = "/x", Title = "Workers", Kind = kind };

    [Theory]
    [InlineData("123")]
    [InlineData("1e3")]
    [InlineData("on")]
    [InlineData("null")]
    [InlineData(" padded ")]
    [InlineData("")]
    public void In_a_text_field_a_text_stays_a_text(string text)
    {
        var value = FieldText.Parse(Field(FieldKind.Text), text).Should().BeOfType<FieldInput.Accepted>().Which.Value;
        value!.GetValue<string>().Should().Be(text);
        FormValues.FromYaml([], FormValues.ToYaml(new JsonObject { ["x"] = value.DeepClone() })).Should().BeOfType<YamlInput.Accepted>().Which.Overrides["x"]!.GetValue<string>().Should().Be(text);
    }

    [Theory]
    [InlineData(FieldKind.Integer, " 12 ", "12")]
    [InlineData(FieldKind.Integer, "-3", "-3")]
    [InlineData(FieldKind.Number, "1.50", "1.50")]
    [InlineData(FieldKind.Number, "1e3", "1000")]
    [InlineData(FieldKind.Switch, "true", "true")]
    [InlineData(FieldKind.Yaml, "[a, {b: on}]", """["a",{"b":true}]""")]
    [InlineData(FieldKind.Yaml, "", "null")]
    public void A_text_becomes_a_value_of_its_field(FieldKind kind, string text, string value) =>
        (FieldText.Parse(Field(kind), text).Should().BeOfType<FieldInput.Accepted>().Which.Value?.ToJsonString() ?? "null").Should().Be(value);

    [Theory]
    [InlineData(FieldKind.Integer, "", "Workers must be a whole number.")]
    [InlineData(FieldKind.Integer, "1.5", "Workers must be a whole number.")]
    [InlineData(FieldKind.Integer, "-5", "Workers must be at least 0; it is -5.")]
    [InlineData(FieldKind.Integer, "11", "Workers must be at most 10; it is 11.")]
    [InlineData(FieldKind.Number, "NaN", "Workers must be a number.")]
    [InlineData(FieldKind.Number, "1,000", "Workers must be a number.")]
    [InlineData(FieldKind.Switch, "maybe", "Workers must be true or false.")]
    [InlineData(FieldKind.Choice, "c", "Workers must be one of a or 1.")]
    [InlineData(FieldKind.Text, "5 GB", "Workers must be written like '2Gi'.")]
    [InlineData(FieldKind.Yaml, "[", "Workers: Line *, column *")]
    public void What_does_not_fit_is_refused_in_plain_words(FieldKind kind, string text, string message)
    {
        var field = Field(kind) with { Minimum = 0, Maximum = 10, Choices = ["a", 1], Pattern = "^[0-9]+Gi$", Default = kind == FieldKind.Text ? "2Gi" : null };
        FieldText.Parse(field, text).Should().BeOfType<FieldInput.Refused>().Which.Message.Should().Match(message);
    }

    [Fact]
    public void A_choice_gives_the_value_with_its_type() =>
        FieldText.Parse(Field(FieldKind.Choice) with { Choices = ["1", 2, true] }, "2").Should().BeOfType<FieldInput.Accepted>().Which.Value!.GetValue<int>().Should().Be(2);

    [Fact]
    public void What_a_yaml_field_shows_reads_back_the_same() => JsonGen.Any.Sample(node =>
        FieldText.Parse(Field(FieldKind.Yaml), FieldText.Show(Field(FieldKind.Yaml), node)) is FieldInput.Accepted accepted && JsonNode.DeepEquals(accepted.Value, node), iter: 1000);
}

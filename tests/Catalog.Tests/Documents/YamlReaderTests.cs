using System.Text.Json.Nodes;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Tests.Documents;

public sealed class YamlReaderTests
{
    // Each line was shown by `helm install --dry-run=client` of helm 4.1.4 with a template that prints `toJson`.
    [Theory]
    [InlineData("on", "true")]
    [InlineData("yes", "true")]
    [InlineData("y", "true")]
    [InlineData("N", "false")]
    [InlineData("tRue", "\"tRue\"")]
    [InlineData("\"yes\"", "\"yes\"")]
    [InlineData("'null'", "\"null\"")]
    [InlineData("~", "null")]
    [InlineData("", "null")]
    [InlineData("0o17", "15")]
    [InlineData("017", "15")]
    [InlineData("-017", "-15")]
    [InlineData("08", "8")]
    [InlineData("0x1F", "31")]
    [InlineData("-0x1F", "-31")]
    [InlineData("0B1", "1")]
    [InlineData("0xg", "\"0xg\"")]
    [InlineData("0o", "\"0o\"")]
    [InlineData("1_000", "1000")]
    [InlineData("1_0.5", "10.5")]
    [InlineData("1e3", "1000")]
    [InlineData("1e", "\"1e\"")]
    [InlineData("1.", "1")]
    [InlineData("+.5", "0.5")]
    [InlineData("-0", "0")]
    [InlineData("1e400", "\"1e400\"")]
    [InlineData("100000000000000000000000", "1E+23")]
    [InlineData("2020-01-01", "\"2020-01-01\"")]
    [InlineData("1:30", "\"1:30\"")]
    [InlineData("190:20:30", "\"190:20:30\"")]
    [InlineData("=", "\"=\"")]
    [InlineData("!!str 123", "\"123\"")]
    [InlineData("!!int \"12\"", "12")]
    [InlineData("!custom foo", "\"foo\"")]
    [InlineData("!!binary aGVsbG8=", "\"hello\"")]
    [InlineData("4.1.2", "\"4.1.2\"")]
    [InlineData("10Gi", "\"10Gi\"")]
    public void A_scalar_means_what_it_means_to_helm(string yaml, string json) =>
        YamlReader.ReadObject($"value: {yaml}\n").ToJsonString().Should().Be($"{{\"value\":{json}}}");

    [Theory]
    [InlineData("yes: 1", "{\"true\":1}")]
    [InlineData("1: a", "{\"1\":\"a\"}")]
    [InlineData("1.5: a", "{\"1.5\":\"a\"}")]
    [InlineData("{x: &a {p: 1}, y: *a}", "{\"x\":{\"p\":1},\"true\":{\"p\":1}}")]
    [InlineData("a: &b {q: 1, r: 1}\nc:\n  <<: *b\n  r: 2\n", "{\"a\":{\"q\":1,\"r\":1},\"c\":{\"r\":2,\"q\":1}}")]
    [InlineData("", "{}")]
    [InlineData("# only a comment\n", "{}")]
    public void Keys_aliases_and_merges_are_helms(string yaml, string json) =>
        YamlReader.ReadObject(yaml).ToJsonString().Should().Be(json);

    [Theory]
    [InlineData("a: 1\na: 2\n", 2, "'a' is given twice here.")]
    [InlineData("a: 1\n---\nb: 2\n", 2, "Only one YAML document is allowed; remove this '---' and what follows.")]
    [InlineData("a:\n  b: .inf\n", 2, "'.inf' is no number that JSON knows; quote it if it is meant as text.")]
    [InlineData("a: *nowhere\n", 1, "There is no anchor '&nowhere' before this alias.")]
    [InlineData("a: &a [*a]\n", 1, "There is no anchor '&a' before this alias.")]
    [InlineData("? [x]\n: 1\n", 1, "A name is expected here, not a list or a mapping.")]
    [InlineData("null: 1\n", 1, "A name is expected here.")]
    [InlineData("- 1\n", 1, "Write names with values here, such as 'name: value'.")]
    public void What_cannot_be_read_is_refused_with_its_line(string yaml, int line, string problem)
    {
        var refused = FluentActions.Invoking(() => YamlReader.ReadObject(yaml)).Should().Throw<DocumentException>().Which;
        refused.Line.Should().Be(line);
        refused.Problem.Should().Be(problem);
    }

    [Theory]
    [InlineData("a: [1, 2\n")]
    [InlineData("a: b: c\n")]
    [InlineData("a: \"\\q\"\n")]
    [InlineData("%YAML 9\n---\na: 1\n")]
    [InlineData("a: @x\n")]
    [InlineData("id: [\ntitle: x\n")]
    public void Broken_yaml_is_a_document_exception(string yaml) =>
        FluentActions.Invoking(() => YamlReader.Read(yaml)).Should().Throw<DocumentException>().Which.Message.Should().NotBeEmpty();

    [Fact]
    public void Any_text_is_either_read_or_refused() =>
        CsCheck.Check.Sample(CsCheck.Gen.String[CsCheck.Gen.Char["ab01:#- .~/!*&'\"\n\t{}[],|>%@`=<?\\"], 0, 30], text =>
        {
            try
            {
                YamlReader.Read(text);
            }
            catch (DocumentException)
            {
                // Refusing is right, too.
            }
        }, iter: 20_000);

    [Fact]
    public void A_chart_may_give_a_key_twice_and_the_last_counts() =>
        YamlReader.ReadObject("a: 1\na: 2\n", DocumentLimits.ChartValues).ToJsonString().Should().Be("{\"a\":2}");

    [Fact]
    public void An_alias_bomb_is_refused()
    {
        var bomb = "a: &a [1,1,1,1,1,1,1,1,1,1]\n" + string.Concat("bcdefghi".Select((name, i) =>
            $"{name}: &{name} [{string.Join(',', Enumerable.Repeat("*" + "abcdefghi"[i], 10))}]\n"));
        FluentActions.Invoking(() => YamlReader.Read(bomb)).Should().Throw<DocumentException>().WithMessage("*aliases counted in full*");
    }

    [Fact]
    public void Depth_through_aliases_counts_too()
    {
        var deep = string.Concat(Enumerable.Range(1, 80).Select(i => $"k{i}: &k{i} [{(i > 1 ? "*k" + (i - 1) : "1")}]\n"));
        FluentActions.Invoking(() => YamlReader.Read(deep)).Should().Throw<DocumentException>().WithMessage("*64 levels*");
    }

    [Fact]
    public void Depth_and_length_have_limits()
    {
        FluentActions.Invoking(() => YamlReader.Read(new string('[', 5000))).Should().Throw<DocumentException>().WithMessage("*64 levels*");
        FluentActions.Invoking(() => YamlReader.Read(new string('x', 2_000_000))).Should().Throw<DocumentException>().WithMessage("*characters*");
    }

    [Fact]
    public void Lines_are_known_for_every_node()
    {
        var document = YamlReader.ReadWithLines("a: 1\nb:\n- x: 1\n  y/z: 2\n");
        document.LineOf("/b/0/y~1z").Should().Be(4);
        document.LineOf("/b/0/gone/deeper").Should().Be(3);
        document.LineOf("/nothing").Should().Be(1);
    }

    [Fact]
    public void Numbers_can_be_taken_as_any_number_type()
    {
        var value = YamlReader.ReadObject("count: 3")["count"]!;
        value.GetValue<int>().Should().Be(3);
        value.GetValue<decimal>().Should().Be(3m);
        JsonNode.DeepEquals(value, JsonValue.Create(3L)).Should().BeTrue();
    }
}

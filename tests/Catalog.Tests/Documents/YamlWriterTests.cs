using System.Text.Json.Nodes;
using CsCheck;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Tests.Documents;

public sealed class YamlWriterTests
{
    [Fact]
    public void It_writes_what_people_like_to_read()
    {
        var node = JsonNode.Parse("""
            {"name": "lab", "image": "quay.io/jupyter/scipy-notebook:2025-10-20", "replicas": 2, "memory": "10Gi", "version": "4.1.2",
             "blocks": [{"name": "a", "values": {"x": [1, [2, 3], {}]}}, "text"], "empty": [], "on": true, "answer": "yes",
             "number": "123", "float": "1e3", "script": "one\n  two\nthree\n", "url": "http://host:80/x", "when": "2020-01-01", "null": null}
            """);
        YamlWriter.Write(node).Should().Be("""
            name: lab
            image: quay.io/jupyter/scipy-notebook:2025-10-20
            replicas: 2
            memory: 10Gi
            version: 4.1.2
            blocks:
            - name: a
              values:
                x:
                - 1
                -
                  - 2
                  - 3
                - {}
            - text
            empty: []
            "on": true
            answer: "yes"
            number: "123"
            float: "1e3"
            script: "one\n  two\nthree\n"
            url: http://host:80/x
            when: "2020-01-01"
            "null": null

            """);
    }

    [Fact]
    public void Several_lines_of_text_stay_several_lines() =>
        YamlWriter.Write(new JsonObject { ["a"] = new JsonObject { ["s"] = "one: 1\n\ntwo # x\n" } }).Should().Be("a:\n  s: |\n    one: 1\n\n    two # x\n");

    [Theory]
    [InlineData("0x1F")]
    [InlineData("1_000")]
    [InlineData("12e03")]
    [InlineData("1:30")]
    [InlineData("off")]
    [InlineData("~")]
    [InlineData("<<")]
    [InlineData("=")]
    [InlineData("- a")]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData("a:")]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("")]
    [InlineData("!x")]
    [InlineData("&x")]
    [InlineData("*x")]
    [InlineData("{x")]
    [InlineData("'x")]
    [InlineData("a\tb")]
    [InlineData("0b1")]
    [InlineData(".5")]
    [InlineData("...")]
    [InlineData("---")]
    [InlineData("\ud83d\ude00 \u2028 \u0085 \u007f \ufeff")]
    [InlineData("a\r\nb\r\n")]
    [InlineData("  a\nb\n")]
    [InlineData("a\n\n")]
    [InlineData("\n")]
    public void A_text_stays_the_same_text(string text)
    {
        var node = new JsonObject { [text] = text, ["list"] = new JsonArray(text, new JsonObject { ["k"] = text }) };
        JsonNode.DeepEquals(YamlReader.Read(YamlWriter.Write(node)), node).Should().BeTrue(YamlWriter.Write(node));
    }

    [Fact]
    public void Whatever_is_written_reads_back_the_same() => JsonGen.Any.Sample(node =>
        JsonNode.DeepEquals(YamlReader.Read(YamlWriter.Write(node)), node), iter: 2000);
}

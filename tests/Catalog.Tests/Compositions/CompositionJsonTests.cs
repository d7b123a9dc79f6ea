using System.Text.Json;
using System.Text.Json.Nodes;
using Dodas.Catalog.Compositions;
using Dodas.Catalog.Documents;
using Dodas.Catalog.Planning;
using Dodas.Catalog.Tests.Documents;

namespace Dodas.Catalog.Tests.Compositions;

public sealed class CompositionJsonTests
{
    private static readonly Composition Given = new()
    {
        Blocks =
        [
            new PlacedBlock { Name = "lab", Block = "jupyterlab", Values = new JsonObject { ["cpu"] = "2" }, Secrets = new Dictionary<string, string> { ["token"] = "canary-secret-text" } },
            new PlacedBlock { Name = "hello", Chart = "local/hello", Version = "0.1.0" },
        ],
        Bindings = [new Binding("lab", "s3/v1", "data")],
    };

    [Fact]
    public void The_document_is_camel_case_and_holds_no_secret() =>
        CompositionJson.Write(Given).ToJsonString().Should().Be(
            """{"apiVersion":"dodas/v1","blocks":[{"name":"lab","block":"jupyterlab","values":{"cpu":"2"}},{"name":"hello","chart":"local/hello","version":"0.1.0","values":{}}],"bindings":[{"from":"lab","requirement":"s3/v1","to":"data"}]}""");

    [Fact]
    public void No_way_of_writing_gives_a_secret_back()
    {
        JsonSerializer.Serialize(Given).Should().NotContain("canary");
        JsonSerializer.Serialize(Given, JsonSerializerOptions.Web).Should().NotContain("canary");
        CompositionJson.WriteYaml(Given).Should().NotContain("canary");
    }

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        var reading = CompositionReader.ReadYaml(CompositionJson.WriteYaml(Given));
        reading.Findings.Should().BeEmpty();
        CompositionJson.Write(reading.Composition!).ToJsonString().Should().Be(CompositionJson.Write(Given).ToJsonString());
    }

    [Fact]
    public void A_fix_keeps_entered_secrets()
    {
        var mended = CompositionJson.Apply(Given, new Fix("Rename", [JsonPatch.Operation("replace", "/blocks/0/name", "notebook")]));
        mended.Blocks[0].Name.Should().Be("notebook");
        mended.Blocks[0].Secrets.Should().ContainKey("token");
        Given.Blocks[0].Name.Should().Be("lab");
    }

    [Fact]
    public void A_fix_of_another_composition_is_refused() =>
        FluentActions.Invoking(() => CompositionJson.Apply(Given, new Fix("Rename", [JsonPatch.Operation("replace", "/blocks/7/name", "x")]))).Should().Throw<DocumentException>();

    [Fact]
    public void A_name_given_twice_is_a_finding() =>
        CompositionReader.Read(JsonNode.Parse("""{"blocks": [{"name": "a", "name": "b"}]}""")).Findings.Should().ContainSingle().Which.Message.Should().Contain("twice");

    [Fact]
    public void A_plan_survives_being_stored()
    {
        var valid = (ValidationResult.Valid)CompositionValidator.Validate(new Composition { Blocks = [new PlacedBlock { Name = "pool", Block = "htcondor" }, new PlacedBlock { Name = "lab", Block = "jupyterlab" }] }, GoldenLibrary.Value);
        var plan = Planner.Plan(valid.Composition, new ClusterPlace("a", "b"));
        var stored = JsonSerializer.Serialize(plan);
        JsonSerializer.Serialize(JsonSerializer.Deserialize<Plan>(stored)).Should().Be(stored);
    }

    [Fact]
    public void The_deepest_document_that_is_read_can_be_planned_and_written()
    {
        JsonNode values = 1;
        for (var i = 0; i < 44; i++) values = new JsonObject { ["a"] = values };
        JsonObject Document(JsonNode inner) => new() { ["blocks"] = new JsonArray(new JsonObject { ["name"] = "hello", ["chart"] = "local/hello", ["values"] = inner.DeepClone() }) };

        var reading = CompositionReader.Read(Document(values));
        reading.Findings.Should().BeEmpty();
        var valid = CompositionValidator.Validate(reading, GoldenLibrary.Value).Should().BeOfType<ValidationResult.Valid>().Which;
        JsonSerializer.Serialize(new { plan = new { plan = Planner.Plan(valid.Composition, new ClusterPlace("a", "b")) } }).Should().Contain("\"a\"");
        CompositionReader.Read(Document(new JsonObject { ["a"] = values })).Findings.Should().ContainSingle().Which.Message.Should().Contain("48 levels");
    }

    [Fact]
    public void A_huge_composition_is_refused_at_once()
    {
        var blocks = Enumerable.Range(0, 20_000).Select(i => new PlacedBlock { Name = "b" + i, Block = "alpha" }).ToList();
        CompositionValidator.Validate(new Composition { Blocks = blocks }, GoldenLibrary.Value).Findings.Should().ContainSingle().Which.Message.Should().Contain("at most 100 blocks");
    }

    [Fact]
    public void Whatever_comes_in_nothing_throws() => CsCheck.Check.Sample(JsonGen.Any, node =>
    {
        var document = new JsonObject
        {
            ["apiVersion"] = "dodas/v1",
            ["blocks"] = new JsonArray(new JsonObject { ["name"] = "lab", ["block"] = "jupyterlab", ["values"] = node?.DeepClone() }, new JsonObject { ["name"] = "b", ["block"] = node?.DeepClone() }, node?.DeepClone()),
            ["bindings"] = new JsonArray(new JsonObject { ["from"] = "lab", ["requirement"] = "s3/v1", ["to"] = node?.DeepClone() }, node?.DeepClone()),
        };
        foreach (var input in new[] { node, document })
        {
            var reading = CompositionReader.Read(input);
            CompositionValidator.Validate(reading, GoldenLibrary.Value, "x").Findings.Should().NotBeEmpty();
            ResourceTotals.Of(reading.Composition ?? new Composition(), GoldenLibrary.Value).Pods.Should().BeGreaterThanOrEqualTo(0);
        }
    }, iter: 500);
}

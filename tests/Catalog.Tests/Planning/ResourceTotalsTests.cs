using System.Text.Json.Nodes;
using Dodas.Catalog.Compositions;
using Dodas.Catalog.Planning;
using Dodas.Catalog.Tests.Compositions;

namespace Dodas.Catalog.Tests.Planning;

public sealed class ResourceTotalsTests
{
    private static PlacedBlock Place(string name, string block, string values = "{}") =>
        new() { Name = name, Block = block, Values = JsonNode.Parse(values)!.AsObject() };

    [Fact]
    public void Every_pod_counts_with_its_overrides_and_defaults()
    {
        var totals = ResourceTotals.Of(new Composition { Blocks = [Place("pool", "htcondor", """{"execute": {"replicas": 20, "cpu": "1500m"}}"""), Place("lab", "jupyterlab", """{"gpu": 2}""")] }, GoldenLibrary.Value);
        totals.IsComplete.Should().BeTrue();
        totals.Pods.Should().Be(22);
        totals.Cpu.ToCpu().Should().Be("31.5");
        totals.Memory.ToBytes().Should().Be("42.5Gi");
        totals.Storage.ToBytes().Should().Be("30Gi");
        totals.Gpu.Value.Should().Be(2);
        totals.Terms.Select(term => term.Name).Should().Equal("Workers", "Central manager", "Notebook");
    }

    [Fact]
    public void What_cannot_be_read_is_said_to_be_unknown()
    {
        var composition = new Composition
        {
            Blocks =
            [
                Place("lab", "jupyterlab", """{"memory": "much"}"""),
                Place("magic", "none"),
                new PlacedBlock { Name = "hello", Chart = "local/hello" },
                Place("data", "s3-external"),
                Place("cache", "xcache"),
            ],
        };
        var totals = ResourceTotals.Of(composition, GoldenLibrary.Value);
        totals.Unknown.Should().Equal("lab", "magic", "hello");
        totals.Memory.ToBytes().Should().Be("4Gi");
    }
}

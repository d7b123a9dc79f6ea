using System.Text.Json.Nodes;
using Dodas.Catalog.Charts;
using Dodas.Catalog.Planning;
using Dodas.Deployer.Operations;

namespace Dodas.Deployer.Tests.Operations;

public sealed class ReleaseDigestTests
{
    [Fact]
    public void The_order_of_keys_does_not_count() =>
        Digest("""{"a":1,"b":{"c":[1,2],"d":null}}""").Should().Be(Digest("""{"b":{"d":null,"c":[1,2]},"a":1}"""));

    [Theory]
    [InlineData("""{"a":2}""")]
    [InlineData("""{"a":"1"}""")]
    [InlineData("""{"a":[1]}""")]
    [InlineData("""{"b":1}""")]
    [InlineData("""{"a":1,"b":null}""")]
    public void Other_values_give_another_digest(string values) => Digest(values).Should().NotBe(Digest("""{"a":1}"""));

    [Fact]
    public void Another_archive_gives_another_digest() => Digest("{}", digest: "aa").Should().NotBe(Digest("{}", digest: "bb"));

    [Fact]
    public void It_fits_a_label() => Digest("{}").Should().MatchRegex("^[0-9a-f]{32}$");

    private static string Digest(string values, string digest = "aa") => ReleaseDigest.Of(new PlannedRelease
    {
        Block = "lab",
        Name = "ana-lab",
        Chart = new ChartReference("local", "jupyterlab", "1.0.0", digest),
        Wave = 1,
        Values = JsonNode.Parse(values)!.AsObject(),
    });
}

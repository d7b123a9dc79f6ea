using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Tests.Documents;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("htcondr", "htcondor")]
    [InlineData("HTCondor", "htcondor")]
    [InlineData("jupiterlab", "jupyterlab")]
    [InlineData("juypterlab", "jupyterlab")]
    [InlineData("jup", "jupyterlab")]
    [InlineData("s4", "s3")]
    [InlineData("postgres", null)]
    [InlineData("", null)]
    public void The_name_that_was_meant_is_found(string given, string? meant) =>
        NearestName.Of(given, ["s3", "htcondor", "jupyterlab", "xcache"]).Should().Be(meant);

    [Fact]
    public void A_long_text_costs_little() => NearestName.Of(new string('a', 100_000), ["s3", new string('b', 100_000)]).Should().BeNull();
}

using Dodas.Catalog.Blocks;

namespace Dodas.Catalog.Tests.Blocks;

public sealed class RecipeReaderTests
{
    private const string Good = """
        id: jupyter-htcondor
        title: Jupyter + HTCondor
        summary: A notebook with a pool
        description: |
          For batch.
        size: {cpu: "4", memory: 6Gi}
        time: about 2 minutes
        order: 20
        composition:
          apiVersion: dodas/v1
          blocks:
          - name: pool
            block: htcondor
            values: {execute: {replicas: 2}}
          - {name: lab, block: jupyterlab}
          bindings:
          - {from: lab, requirement: htcondor-pool/v1, to: pool}
        """;

    [Fact]
    public void A_recipe_is_read_in_full()
    {
        var recipe = RecipeReader.Read(Good).Should().BeOfType<Reading<Recipe>.Done>().Which.Value;
        recipe.Id.Should().Be("jupyter-htcondor");
        recipe.Order.Should().Be(20);
        recipe.Size.Should().BeEquivalentTo(new Dictionary<string, string> { ["cpu"] = "4", ["memory"] = "6Gi" });
        recipe.Composition.Blocks.Select(block => block.Block).Should().Equal("htcondor", "jupyterlab");
        recipe.Composition.Blocks[0].Values.ToJsonString().Should().Be("""{"execute":{"replicas":2}}""");
        recipe.Composition.Bindings.Should().ContainSingle().Which.To.Should().Be("pool");
    }

    [Theory]
    [InlineData("block: htcondor", "blok: htcondor", "line 13, composition.blocks.0.blok: 'blok' is not known here. Did you mean 'block'?")]
    [InlineData("memory: 6Gi", "memory: lots", "line 6, size.memory: Write a quantity, such as '4' or '6Gi'.")]
    [InlineData("memory: 6Gi", "ram: 6Gi", "line 6, size.ram: 'ram' is not known here; known are cpu, memory, gpu, storage.")]
    [InlineData("block: jupyterlab", "block: jupyterlab, secrets: {a: b}", "line 9, composition: A recipe is public: it must not hold secrets.")]
    [InlineData("order: 20", "order: first", "line 8, order: Write a whole number from 0 to 100000.")]
    public void What_is_wrong_is_named_by_line_and_field(string good, string bad, string error) =>
        RecipeReader.Read(Good.Replace(good, bad, StringComparison.Ordinal)).Should().BeOfType<Reading<Recipe>.Refused>().Which.Message.Should().Be(error);
}

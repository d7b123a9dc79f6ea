using System.Text.Json.Nodes;
using Dodas.Catalog.Blocks;
using Dodas.Catalog.Charts;
using Dodas.Catalog.Compositions;
using Dodas.Catalog.Documents;
using Dodas.Catalog.Forms;
using Dodas.Catalog.Planning;
using Dodas.Catalog.Schemas;

namespace Dodas.Catalog.Tests.Blocks;

/// <summary>The charts and recipes of this repository, read as the catalog reads them.</summary>
public sealed class OwnChartsTests
{
    private static readonly string Charts = TestFolder.Of("..", "..", "charts");

    public static TheoryData<string> BlockFolders => [.. Directory.EnumerateFiles(Charts, "block.yaml", SearchOption.AllDirectories).Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Recipes => [.. Directory.EnumerateFiles(Path.Combine(Charts, "recipes"), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    private static BlockLibrary Library => new([.. BlockFolders.Select(row => Read(row.Data))]);

    private static Block Read(string folder)
    {
        string Text(string file) => File.ReadAllText(Path.Combine(Charts, folder, file));
        var contract = ContractReader.Read(Text("block.yaml"));
        return new Block
        {
            Chart = new ChartReference("local", folder, YamlReader.ReadObject(Text("Chart.yaml"))["version"]!.ToString(), ""),
            Contract = contract is Reading<BlockContract>.Done done ? done.Value : throw new InvalidOperationException(((Reading<BlockContract>.Refused)contract).Message),
            Schema = JsonText.Read(Text("values.schema.json")),
            Defaults = YamlReader.ReadObject(Text("values.yaml"), DocumentLimits.ChartValues),
        };
    }

    [Theory]
    [MemberData(nameof(BlockFolders))]
    public void A_block_is_sound(string folder)
    {
        var block = Read(folder);
        var schema = JsonSchema.Read(block.Schema).Should().BeOfType<SchemaReading.Done>().Which.Schema;
        schema.Validate(block.Defaults).Should().BeEmpty("the chart's own defaults are valid");

        var fields = All(FormBuilder.Build(block)).ToDictionary(field => field.Pointer);
        foreach (var pointer in block.Contract!.Important)
            fields.Should().ContainKey(pointer).WhoseValue.Should().Match<FormField>(field => field.Important && field.Kind != FieldKind.Yaml && !field.Wired);
        ResourceTotals.Of(new Composition { Blocks = [new PlacedBlock { Name = "x", Block = block.Contract.Id }] }, Library).IsComplete.Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void A_recipe_can_be_created_as_it_is(string file)
    {
        var recipe = RecipeReader.Read(File.ReadAllText(Path.Combine(Charts, "recipes", file + ".yaml"))).Should().BeOfType<Reading<Recipe>.Done>().Which.Value;
        var result = CompositionValidator.Validate(recipe.Composition, Library, "analysis");
        var valid = result.Should().BeOfType<ValidationResult.Valid>(string.Join('\n', result.Findings)).Which;
        valid.Findings.Should().NotContain(finding => finding.Severity == Severity.Error);

        // What each release will be given is what its own schema takes.
        foreach (var (release, block) in Planner.Plan(valid.Composition, new ClusterPlace("analysis", "dodas-analysis")).Releases.Join(valid.Composition.Blocks, release => release.Block, block => block.Placed.Name, (release, block) => (release, block.Block)))
            ((SchemaReading.Done)JsonSchema.Read(block.Schema)).Schema.Validate(HelmValues.Merge(block.Defaults, release.Values)).Should().BeEmpty(release.Name);
    }

    [Fact]
    public void Jupyter_and_its_pool_agree()
    {
        var recipe = ((Reading<Recipe>.Done)RecipeReader.Read(File.ReadAllText(Path.Combine(Charts, "recipes", "jupyter-htcondor.yaml")))).Value;
        var valid = (ValidationResult.Valid)CompositionValidator.Validate(recipe.Composition, Library, "ana");
        var plan = Planner.Plan(valid.Composition, new ClusterPlace("ana", "dodas-ana"));
        plan.Releases.Select(release => (release.Name, release.Wave)).Should().Equal(("ana-pool", 1), ("ana-lab", 2));
        var pool = plan.Releases[1].Values["pool"]!.AsObject();
        pool["enabled"]!.GetValue<bool>().Should().BeTrue();
        pool["host"]!.ToString().Should().Be("ana-pool-cm.dodas-ana.svc");
        JsonNode.DeepEquals(pool["port"], 9618).Should().BeTrue();
        plan.Releases[0].Secrets.Select(secret => secret.SecretName).Should().Contain(pool["tokenSecret"]!.ToString());
    }

    private static IEnumerable<FormField> All(FormField field) => field.Fields.SelectMany(All).Prepend(field);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Dodas.Catalog.Compositions;
using Dodas.Catalog.Planning;

namespace Dodas.Catalog.Tests.Compositions;

/// <summary>Folders of input and output: <c>composition.yaml</c> and the cluster's <c>name.txt</c> give <c>findings.json</c> and, when valid, <c>plan.json</c>. With <c>UPDATE_GOLDEN=1</c> the outputs are written instead of compared; look at the difference before committing it.</summary>
public sealed class GoldenTests
{
    private static readonly JsonSerializerOptions Indented = new(CompositionJson.Options) { WriteIndented = true };

    public static TheoryData<string> Cases => [.. Directory.EnumerateFiles(TestFolder.Of("Compositions", "golden"), "composition.yaml", SearchOption.AllDirectories)
        .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_gives_its_findings_and_its_plan(string name)
    {
        var folder = TestFolder.Of("Compositions", "golden", name);
        var cluster = Path.Combine(folder, "name.txt") is var file && File.Exists(file) ? File.ReadAllText(file).Trim() : null;
        var reading = CompositionReader.ReadYaml(File.ReadAllText(Path.Combine(folder, "composition.yaml")));

        var result = CompositionValidator.Validate(reading, GoldenLibrary.Value, cluster);

        Compare(Path.Combine(folder, "findings.json"), JsonSerializer.SerializeToNode(result.Findings, Indented));
        var plan = result is ValidationResult.Valid valid ? Planner.Plan(valid.Composition, new ClusterPlace(cluster!, $"dodas-{cluster}")) : null;
        Compare(Path.Combine(folder, "plan.json"), plan is null ? null : JsonSerializer.SerializeToNode(plan, Indented));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_fix_can_be_applied_and_mends_its_finding(string name)
    {
        var folder = TestFolder.Of("Compositions", "golden", name);
        var reading = CompositionReader.ReadYaml(File.ReadAllText(Path.Combine(folder, "composition.yaml")));
        if (reading.Findings.Count > 0) return;
        var before = CompositionValidator.Validate(reading, GoldenLibrary.Value).Findings;
        foreach (var finding in before.Where(finding => finding.Fix is not null))
        {
            var after = CompositionValidator.Validate(CompositionJson.Apply(reading.Composition!, finding.Fix!), GoldenLibrary.Value).Findings;
            (after.Count < before.Count || after.Count(left => left.Message == finding.Message) < before.Count(known => known.Message == finding.Message)).Should().BeTrue(finding.Fix!.Title);
        }
    }

    private static void Compare(string file, JsonNode? actual)
    {
        var text = actual is null ? null : actual.ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            if (text is null) File.Delete(file);
            else File.WriteAllText(file, text);
        }

        (File.Exists(file) ? File.ReadAllText(file) : null).Should().Be(text, Path.GetFileName(Path.GetDirectoryName(file)) + "/" + Path.GetFileName(file));
    }
}

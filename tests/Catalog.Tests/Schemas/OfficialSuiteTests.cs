using System.Text.Json.Nodes;
using Dodas.Catalog.Schemas;

namespace Dodas.Catalog.Tests.Schemas;

/// <summary>The validator against the required tests of the official suite.</summary>
public sealed class OfficialSuiteTests
{
    // What the suite expects and we do not do, each with the reason.
    private static readonly string[] Exceptions = [];

    // Schemas that need something fetched: helm would fetch it too, so we refuse them, which is their test here.
    private static bool NeedsFetching(JsonObject group) =>
        group["schema"]!.ToJsonString() is var text && (text.Contains("localhost:1234", StringComparison.Ordinal) || text.Contains("json-schema.org/draft", StringComparison.Ordinal));

    [Theory]
    [InlineData("draft7", "http://json-schema.org/draft-07/schema#", 836)]
    [InlineData("draft2020-12", "https://json-schema.org/draft/2020-12/schema", 1110)]
    public void The_required_tests_pass(string draft, string dialect, int least)
    {
        var failed = new List<string>();
        var refused = new List<string>();
        var passed = 0;
        foreach (var file in Directory.EnumerateFiles(TestFolder.Of("Schemas", "suite", draft), "*.json").Order(StringComparer.Ordinal))
        {
            foreach (var group in JsonNode.Parse(File.ReadAllText(file))!.AsArray().OfType<JsonObject>())
            {
                var name = $"{Path.GetFileNameWithoutExtension(file)}: {group["description"]}";
                if (group["schema"] is JsonObject members && !members.ContainsKey("$schema")) members["$schema"] = dialect;
                var reading = JsonSchema.Read(group["schema"]);
                if (reading is SchemaReading.Refused why)
                {
                    (NeedsFetching(group) ? refused : failed).Add($"{name}: {why}");
                    continue;
                }

                var schema = ((SchemaReading.Done)reading).Schema;
                foreach (var test in group["tests"]!.AsArray().OfType<JsonObject>())
                {
                    var errors = schema.Validate(test["data"]);
                    if (errors.Count == 0 == test["valid"]!.GetValue<bool>()) passed++;
                    else failed.Add($"{name}: {test["description"]}: {string.Join("; ", errors)}");
                    errors.Should().OnlyContain(error => error.Message.Length > 0);
                }
            }
        }

        failed.Except(Exceptions).Should().BeEmpty("{0} passed, refused: {1}", passed, string.Join("\n", refused));
        passed.Should().BeGreaterThanOrEqualTo(least);
    }
}

using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Dodas.Architecture.Tests;

/// <summary>What the compiled types do not show: which source folder uses which library, and what a page may touch.</summary>
public sealed class SourceTests
{
    [Theory]
    [InlineData("Deployer", "CliWrap", new[] { "Deployer/Helm/" })]
    [InlineData("Deployer", "k8s", new[] { "Deployer/Targets/", "Deployer/Health/" })]
    public void Only_its_own_folder_uses_a_library(string room, string library, string[] folders)
        => Files(room, "*.cs")
            .Where(file => Regex.IsMatch(File.ReadAllText(file.Path), $@"^(global )?using (static )?{library}(\.|;)", RegexOptions.Multiline))
            .Select(file => file.Name)
            .Should().OnlyContain(name => folders.Any(folder => name.StartsWith(folder, StringComparison.Ordinal)));

    [Fact]
    public void No_page_knows_a_database_context()
        => Files("Portal", "*.razor").Concat(Files("Portal", "*.razor.cs"))
            .Where(file => File.ReadAllText(file.Path).Contains("DbContext", StringComparison.Ordinal))
            .Select(file => file.Name)
            .Should().BeEmpty();

    [Fact]
    public void No_rule_of_the_composer_names_a_block()
    {
        var charts = Directory.GetDirectories(Path.Combine(Root(), "charts")).Select(Path.GetFileName).Where(name => name != "recipes").ToArray();
        charts.Should().NotBeEmpty();
        Files("Catalog", "*.cs")
            .Where(file => charts.Any(chart => Regex.IsMatch(WithoutComments(File.ReadAllText(file.Path)), $"\"{chart}\"")))
            .Select(file => file.Name)
            .Should().BeEmpty("what a block is and needs is said in its block.yaml");
    }

    private static string WithoutComments(string source) => Regex.Replace(source, @"^\s*//.*$", "", RegexOptions.Multiline);

    private static IEnumerable<(string Name, string Path)> Files(string room, string pattern)
        => Directory.EnumerateFiles(Path.Combine(Root(), room), pattern, SearchOption.AllDirectories)
            .Select(path => (Name: Path.GetRelativePath(Root(), path).Replace('\\', '/'), Path: path))
            .Where(file => !file.Name.Contains("/obj/", StringComparison.Ordinal) && !file.Name.Contains("/bin/", StringComparison.Ordinal));

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}

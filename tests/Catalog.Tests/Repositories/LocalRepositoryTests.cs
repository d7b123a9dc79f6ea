using Dodas.Catalog.Compositions;
using Dodas.Catalog.Repositories;
using Dodas.Catalog.Tests.Charts;
using static Dodas.Catalog.Tests.Repositories.CatalogHost;

namespace Dodas.Catalog.Tests.Repositories;

public sealed class LocalRepositoryTests
{
    [Fact]
    public async Task A_chart_folder_is_a_block_a_chart_and_an_archive()
    {
        await using var host = await StartAsync();
        ChartFiles.Write(host.Charts, "pool", block: "pool", extra: "keywords: [batch]");

        var block = (await host.Catalog.BlocksAsync(Ana, Cancel)).Should().ContainSingle().Subject;
        block.Contract!.Id.Should().Be("pool");
        block.Defaults.ToJsonString().Should().Be("""{"size":1}""");
        block.Schema!["type"]!.GetValue<string>().Should().Be("object");
        var summary = (await host.Catalog.ChartsAsync(Ana, "batch", null, new(), Cancel)).Items.Should().ContainSingle().Subject;
        summary.Should().BeEquivalentTo(new { Repository = "local", Name = "pool", Title = "A block", Version = "1.0.0", AppVersion = "7", Block = "pool", Description = "A chart for tests" });
        var details = await host.Catalog.ChartAsync(Ana, "local", "pool", null, Cancel);
        details!.Readme.Should().Be("# pool\n");
        details.Values.Should().Be("size: 1\n");
        details.Versions.Should().ContainSingle().Which.Digest.Should().Be(block.Chart.Digest);
        var archive = await host.Catalog.ArchiveAsync(block.Chart, Cancel);
        archive.Should().Be(Path.Combine(host.Archives, $"{block.Chart.Digest}.tgz"));
    }

    [Fact]
    public async Task Helm_installs_from_the_packed_archive()
    {
        await using var host = await StartAsync();
        ChartFiles.Write(host.Charts, "pool");
        var chart = await host.Catalog.ChartAsync(Ana, "local", "pool", "1.0.0", Cancel);
        var archive = await host.Catalog.ArchiveAsync(chart!.Reference, Cancel);

        (await Helm.RunAsync("template", "mine", archive, "--set", "size=3")).Should().Contain("name: \"mine\"").And.Contain("size: \"3\"");
        (await Helm.RunAsync("show", "chart", archive)).Should().Contain("name: pool");
    }

    [Fact]
    public async Task The_same_files_give_the_same_archive_wherever_they_are_and_whenever_they_were_written()
    {
        await using var one = await StartAsync();
        await using var two = await StartAsync();
        ChartFiles.Write(one.Charts, "pool");
        var folder = ChartFiles.Write(two.Charts, "pool", folder: "elsewhere");
        File.SetLastWriteTimeUtc(Path.Combine(folder, "values.yaml"), new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));

        var first = await one.Catalog.ChartAsync(Ana, "local", "pool", null, Cancel);
        var second = await two.Catalog.ChartAsync(Ana, "local", "pool", null, Cancel);

        second!.Reference.Should().Be(first!.Reference);
    }

    [Fact]
    public async Task A_change_in_the_folder_shows_at_the_next_use_and_the_pinned_archive_stays()
    {
        await using var host = await StartAsync();
        (await host.Catalog.BlocksAsync(Ana, Cancel)).Should().BeEmpty();
        var folder = ChartFiles.Write(host.Charts, "pool", block: "pool");
        var before = (await host.Catalog.BlocksAsync(Ana, Cancel)).Single().Chart;
        await File.WriteAllTextAsync(Path.Combine(folder, "values.yaml"), "size: 22\n", Cancel);
        var after = (await host.Catalog.BlocksAsync(Ana, Cancel)).Single();

        after.Defaults.ToJsonString().Should().Be("""{"size":22}""");
        after.Chart.Digest.Should().NotBe(before.Digest);
        File.Exists(await host.Catalog.ArchiveAsync(before, Cancel)).Should().BeTrue();
        Directory.Delete(folder, recursive: true);
        (await host.Catalog.BlocksAsync(Ana, Cancel)).Should().BeEmpty();
        File.Exists(await host.Catalog.ArchiveAsync(before, Cancel)).Should().BeTrue();
    }

    [Fact]
    public async Task An_archive_that_was_deleted_or_damaged_is_packed_again()
    {
        await using var host = await StartAsync();
        ChartFiles.Write(host.Charts, "pool");
        var pinned = (await host.Catalog.ChartAsync(Ana, "local", "pool", null, Cancel))!.Reference;
        var path = await host.Catalog.ArchiveAsync(pinned, Cancel);
        var bytes = await File.ReadAllBytesAsync(path, Cancel);

        File.Delete(path);
        (await File.ReadAllBytesAsync(await host.Catalog.ArchiveAsync(pinned, Cancel), Cancel)).Should().Equal(bytes);
        await File.WriteAllTextAsync(path, "damaged", Cancel);
        (await File.ReadAllBytesAsync(await host.Catalog.ArchiveAsync(pinned, Cancel), Cancel)).Should().Equal(bytes);
    }

    [Fact]
    public async Task An_archive_that_is_gone_and_cannot_be_made_again_says_what_to_do()
    {
        await using var host = await StartAsync();
        ChartFiles.Write(host.Charts, "pool");

        var ask = () => host.Catalog.ArchiveAsync(new("local", "pool", "1.0.0", new string('0', 64)), Cancel);
        (await ask.Should().ThrowAsync<ChartUnavailableException>()).WithMessage("*choose the version that is there now*");
        var climb = () => host.Catalog.ArchiveAsync(new("local", "pool", "1.0.0", "../../etc/passwd"), Cancel);
        await climb.Should().ThrowAsync<ChartUnavailableException>();
    }

    [Fact]
    public async Task A_chart_that_cannot_be_read_is_listed_with_the_reason_and_hides_no_other()
    {
        await using var host = await StartAsync();
        ChartFiles.Write(host.Charts, "good");
        ChartFiles.Write(host.Charts, "library", extra: "type: library");
        ChartFiles.Write(host.Charts, "unversioned", version: "latest");
        ChartFiles.Write(host.Charts, "Über");
        ChartFiles.Write(host.Charts, "good", folder: "twice");
        var linked = ChartFiles.Write(host.Charts, "linked");
        File.CreateSymbolicLink(Path.Combine(linked, "templates", "passwd"), "/etc/passwd");
        var noYaml = ChartFiles.Write(host.Charts, "no-yaml");
        await File.WriteAllTextAsync(Path.Combine(noYaml, "Chart.yaml"), "name: [", Cancel);
        var noBlock = ChartFiles.Write(host.Charts, "no-block", block: "x");
        await File.WriteAllTextAsync(Path.Combine(noBlock, "block.yaml"), "id: x\nkind: miracle\n", Cancel);
        Directory.CreateDirectory(Path.Combine(host.Charts, "no-chart"));

        (await host.Catalog.ChartsAsync(Ana, null, "local", new(), Cancel)).Items.Select(c => c.Name).Should().Equal("good");
        var local = (await host.Catalog.RepositoriesAsync(Ana, new(), Cancel)).Items.Single();
        local.Skipped.Should().HaveCount(7);
        local.Skipped.Should().ContainSingle(s => s.StartsWith("library: it is a library chart"));
        local.Skipped.Should().ContainSingle(s => s.StartsWith("linked: ") && s.Contains("is a link"));
        local.Skipped.Should().ContainSingle(s => s.StartsWith("twice: ") && s.Contains("in another folder"));
        local.Skipped.Should().ContainSingle(s => s.StartsWith("unversioned: ") && s.Contains("not SemVer"));
        local.Skipped.Should().ContainSingle(s => s.StartsWith("no-block: ") && s.Contains("block.yaml"));
    }

    [Theory]
    [InlineData("values.schema.json")]
    [InlineData("charts/sub/values.schema.json")]
    public async Task A_schema_that_refers_elsewhere_never_reaches_helm(string path)
    {
        await using var host = await StartAsync();
        var folder = ChartFiles.Write(host.Charts, "pool");
        ChartFiles.Write(Path.Combine(folder, "charts"), "sub");
        (await host.Catalog.ChartAsync(Ana, "local", "pool", null, Cancel)).Should().NotBeNull();
        foreach (var reference in new[] { "http://169.254.169.254/x", "file:///etc/passwd", "other.json" })
        {
            await File.WriteAllTextAsync(Path.Combine(folder, path), $$"""{"$ref": "{{reference}}"}""", Cancel);
            (await host.Catalog.ChartAsync(Ana, "local", "pool", null, Cancel)).Should().BeNull();
            (await host.Catalog.RepositoriesAsync(Ana, new(), Cancel)).Items.Single().Skipped.Should().ContainSingle().Which.Should().Contain("values.schema.json");
        }
    }

    [Fact]
    public async Task Files_named_in_helmignore_stay_out_of_the_archive()
    {
        await using var host = await StartAsync();
        var folder = ChartFiles.Write(host.Charts, "pool");
        var before = (await host.Catalog.ChartAsync(Ana, "local", "pool", null, Cancel))!.Reference;
        await File.WriteAllTextAsync(Path.Combine(folder, ".helmignore"), "# notes\n*.bak\nnotes/\n/only-here.txt\n", Cancel);
        var ignoring = (await host.Catalog.ChartAsync(Ana, "local", "pool", null, Cancel))!.Reference;
        ignoring.Digest.Should().NotBe(before.Digest);

        Directory.CreateDirectory(Path.Combine(folder, "notes"));
        foreach (var file in new[] { "a.bak", "templates/b.bak", "notes/c.txt", "only-here.txt", "templates/.hidden" })
            await File.WriteAllTextAsync(Path.Combine(folder, file), "x", Cancel);
        (await host.Catalog.ChartAsync(Ana, "local", "pool", null, Cancel))!.Reference.Should().Be(ignoring);
    }

    [Fact]
    public async Task Several_versions_of_a_chart_may_stand_side_by_side_and_the_newest_stable_one_counts()
    {
        await using var host = await StartAsync();
        ChartFiles.Write(host.Charts, "pool", "1.9.0", block: "pool", folder: "a");
        ChartFiles.Write(host.Charts, "pool", "1.10.0", block: "pool", folder: "b");
        ChartFiles.Write(host.Charts, "pool", "2.0.0-rc.1", block: "pool", folder: "c");

        (await host.Catalog.BlocksAsync(Ana, Cancel)).Single().Chart.Version.Should().Be("1.10.0");
        (await host.Catalog.ChartAsync(Ana, "local", "pool", "1.9.0", Cancel))!.Versions.Select(v => v.Version).Should().Equal("2.0.0-rc.1", "1.10.0", "1.9.0");
        (await host.Catalog.ChartAsync(Ana, "local", "pool", "3.0.0", Cancel)).Should().BeNull();
        var library = await host.Catalog.LibraryAsync(Ana, new() { Blocks = [new() { Name = "p", Block = "pool", Version = "2.0.0-rc.1" }, new() { Name = "q", Block = "pool", Version = "9.9.9" }] }, Cancel);
        library.Blocks.Select(b => b.Chart.Version).Should().Equal("1.10.0", "2.0.0-rc.1");
    }

    [Fact]
    public async Task The_library_holds_all_blocks_and_the_charts_that_the_composition_names()
    {
        await using var host = await StartAsync();
        ChartFiles.Write(host.Charts, "pool", block: "pool");
        ChartFiles.Write(host.Charts, "plain");
        ChartFiles.Write(host.Charts, "unasked");
        var composition = new Composition
        {
            Blocks = [new() { Name = "a", Chart = "local/plain" }, new() { Name = "b", Chart = "local/nothing" }, new() { Name = "c", Chart = "nowhere" }, new() { Name = "d", Chart = "other/plain", Version = "1.0.0" }],
        };

        var library = await host.Catalog.LibraryAsync(Ana, composition, Cancel);
        library.Blocks.Select(b => (b.Chart.Name, b.Contract?.Id)).Should().Equal(("pool", "pool"), ("plain", null));
    }

    [Fact]
    public async Task Recipes_come_in_their_order_and_a_broken_one_is_skipped_with_the_reason()
    {
        await using var host = await StartAsync();
        Directory.CreateDirectory(Path.Combine(host.Charts, "recipes"));
        foreach (var (id, order) in new[] { ("second", 2), ("first", 1) })
            await File.WriteAllTextAsync(Path.Combine(host.Charts, "recipes", $"{id}.yaml"), $$"""
                id: {{id}}
                title: The {{id}}
                summary: A recipe
                order: {{order}}
                composition:
                  apiVersion: dodas/v1
                  blocks:
                  - {name: a, block: pool, values: {} }
                """, Cancel);
        await File.WriteAllTextAsync(Path.Combine(host.Charts, "recipes", "broken.yaml"), "id: [", Cancel);

        (await host.Catalog.RecipesAsync(Ana, Cancel)).Select(r => r.Id).Should().Equal("first", "second");
        (await host.Catalog.RepositoriesAsync(Ana, new(), Cancel)).Items.Single().Skipped.Should().ContainSingle().Which.Should().StartWith("recipes/broken.yaml: ");
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_an_error_to_read_and_not_a_crash()
    {
        await using var host = await StartAsync(options => options.LocalRepository += "-missing");

        (await host.Catalog.BlocksAsync(Ana, Cancel)).Should().BeEmpty();
        var local = (await host.Catalog.RepositoriesAsync(Ana, new(), Cancel)).Items.Single();
        local.Kind.Should().Be(RepositoryKind.Local);
        local.Error.Should().Contain("Catalog:LocalRepository");
    }

    [Fact]
    public async Task The_charts_and_recipes_of_this_portal_are_all_offered_and_helm_reads_them()
    {
        await using var host = await StartAsync(options => options.LocalRepository = Path.Combine(Helm.Root, "charts"));

        var blocks = await host.Catalog.BlocksAsync(Ana, Cancel);
        blocks.Select(b => b.Contract!.Id).Should().Contain(["htcondor", "jupyterlab"]);
        blocks.Should().OnlyContain(b => b.Icon != null && b.Schema != null);
        (await host.Catalog.RecipesAsync(Ana, Cancel)).Select(r => r.Id).Should().Contain("jupyter-htcondor");
        (await host.Catalog.RepositoriesAsync(Ana, new(), Cancel)).Items.Single().Skipped.Should().BeEmpty();
        foreach (var block in blocks)
            (await Helm.RunAsync("show", "readme", await host.Catalog.ArchiveAsync(block.Chart, Cancel))).Should().NotBeEmpty();
    }
}

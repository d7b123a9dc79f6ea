using System.Text;
using Dodas.Catalog.Repositories;
using static Dodas.Catalog.Tests.Repositories.CatalogHost;

namespace Dodas.Catalog.Tests.Repositories;

public sealed class IndexReaderTests
{
    private static readonly Uri Repository = new("https://charts.example.org/stable/");
    private static readonly string Digest = new('a', 64);

    [Fact]
    public void Relative_and_absolute_addresses_are_resolved()
    {
        var index = Read($$"""
            apiVersion: v1
            entries:
              a:
              - {name: a, version: 1.0.0, digest: {{Digest}}, urls: [a-1.0.0.tgz]}
              - {name: a, version: 1.1.0, digest: sha256:{{Digest}}, urls: [/other/a.tgz]}
              - {name: a, version: 1.2.0, digest: {{Digest}}, urls: ["https://github.com/o/r/releases/a.tgz"]}
            generated: "2026-01-01T00:00:00Z"
            """);

        index.Skipped.Should().BeEmpty();
        index.Charts.Single().Versions.Select(v => v.Url.AbsoluteUri).Should().Equal("https://github.com/o/r/releases/a.tgz", "https://charts.example.org/other/a.tgz", "https://charts.example.org/stable/a-1.0.0.tgz");
        index.Charts.Single().Versions.Should().OnlyContain(v => v.Digest == Digest);
    }

    [Fact]
    public void Wrong_entries_are_left_out_each_with_its_reason_and_the_others_stay()
    {
        var index = Read($$"""
            apiVersion: v1
            entries:
              good:
              - {name: good, version: v2.0.0, apiVersion: v1, digest: {{Digest}}, urls: [x.tgz], deprecated: true, appVersion: 1.10, created: 2026-02-03T04:05:06+02:00, keywords: [a, [b], c], description: "two\nlines", icon: "https://x/y.png", annotations: {dodas.io/block: good, other: [1]} }
              - {name: good, version: v2.0.0, digest: {{Digest}}, urls: [y.tgz]}
              - {name: good, digest: {{Digest}}, urls: [x.tgz]}
              - {name: good, version: newest, digest: {{Digest}}, urls: [x.tgz]}
              - {name: good, version: 1.0.0, urls: [x.tgz]}
              - {name: good, version: 1.0.1, digest: abc, urls: [x.tgz]}
              - {name: good, version: 1.0.2, digest: {{Digest}}}
              - {name: good, version: 1.0.3, digest: {{Digest}}, urls: ["http://foreign.example.com/x.tgz"]}
              - {name: good, version: 1.0.4, digest: {{Digest}}, urls: ["https://10.0.0.1/x.tgz"]}
              - {name: good, version: 1.0.5, digest: {{Digest}}, urls: ["oci://registry.example.com/x"]}
              - {name: other, version: 1.0.6, digest: {{Digest}}, urls: [x.tgz]}
              - {name: good, version: 1.0.7, type: library, digest: {{Digest}}, urls: [x.tgz]}
              - just text
              - [a, list]
              -
              ../../evil:
              - {name: ../../evil, version: 1.0.0, digest: {{Digest}}, urls: [x.tgz]}
              not-a-list: text
              ? {a: map}
              : value
              empty: []
            """);

        var chart = index.Charts.Should().ContainSingle().Subject;
        chart.Newest.Should().BeEquivalentTo(new { Version = "v2.0.0", Deprecated = true, AppVersion = "1.10", Description = "two lines", Icon = (string?)null, Keywords = new[] { "a", "c" }, Block = "good", Created = new DateTime(2026, 2, 3, 2, 5, 6, DateTimeKind.Utc) });
        chart.Versions.Should().ContainSingle();
        index.Skipped.Should().HaveCount(15);
        foreach (var (start, reason) in new[]
        {
            ("good v2.0.0: ", "twice"), ("good: ", "no version"), ("good newest: ", "not SemVer"), ("good 1.0.0: ", "no digest"), ("good 1.0.1: ", "no SHA-256"), ("good 1.0.2: ", "no address"),
            ("good 1.0.3: ", "plain http"), ("good 1.0.4: ", "no public address"), ("good 1.0.5: ", "neither http nor https"), ("good 1.0.6: ", "named 'other'"), ("good 1.0.7: ", "library"),
            ("good: ", "no mapping"), ("../../evil 1.0.0: ", "no chart name"),
        })
            index.Skipped.Should().Contain(s => s.StartsWith(start, StringComparison.Ordinal) && s.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public void The_newest_stable_version_describes_the_chart()
    {
        var versions = new[] { "1.9.0", "1.10.0", "2.0.0-rc.1", "1.10.0+build.5", "0.1.0" };
        var index = Read("entries:\n  a:\n" + string.Concat(versions.Select(v => $"  - {{name: a, version: {v}, digest: {Digest}, urls: [x.tgz], description: about {v}}}\n")));

        index.Charts.Single().Newest.Description.Should().Be("about 1.10.0+build.5");
        index.Charts.Single().Versions[0].Version.Should().Be("2.0.0-rc.1");
        Read($"entries:\n  a:\n  - {{name: a, version: 1.0.0-beta, digest: {Digest}, urls: [x.tgz]}}\n").Charts.Single().Newest.Version.Should().Be("1.0.0-beta");
    }

    [Fact]
    public void An_index_written_as_JSON_is_read() =>
        Read($$"""{"apiVersion":"v1","entries":{"a":[{"name":"a","version":"1.0.0","digest":"{{Digest}}","urls":["x.tgz"]}]} }""").Charts.Should().ContainSingle();

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>404</body></html>")]
    [InlineData("")]
    [InlineData("just: yaml")]
    [InlineData("- a\n- list")]
    [InlineData("entries: {a: [")]
    [InlineData("entries:\n\t- tab")]
    [InlineData("entries: {a: *nowhere}")]
    public void What_is_no_index_says_so(string text)
    {
        var read = () => Read(text);
        if (text.Contains("*nowhere", StringComparison.Ordinal))
            read().Charts.Should().BeEmpty("an alias is passed over, not followed");
        else
            read.Should().Throw<RepositoryUnavailableException>().WithMessage("*index*");
    }

    [Fact]
    public void Nesting_without_end_is_refused_early()
    {
        var read = () => Read("x: " + new string('[', 200_000));
        read.Should().Throw<RepositoryUnavailableException>().WithMessage("*nested*");
    }

    [Fact]
    public void A_bomb_of_aliases_expands_to_nothing()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (var i = 1; i < 60; i++)
            bomb.Append($"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n");
        Read($"{bomb}entries: {{a: *a59}}\n").Charts.Should().BeEmpty();
    }

    [Fact]
    public void Versions_past_the_limit_are_left_out_and_only_some_are_named()
    {
        var text = "entries:\n  a:\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => $"  - {{name: a, version: 0.0.{i}, digest: {Digest}, urls: [x.tgz]}}\n"));
        var index = Read(text, most: 100);
        index.Charts.Single().Versions.Should().HaveCount(100);
        index.Skipped.Should().HaveCount(501);
        index.Skipped[^1].Should().Be("… and 400 more");
    }

    [Fact]
    public async Task A_huge_index_is_refused_when_it_passes_its_cap_whether_it_says_its_size_or_not()
    {
        await using var server = await FileServer.StartAsync();
        await using var host = await StartAsync(options =>
        {
            options.AllowedHosts.Add(server.Authority);
            options.MaxIndexBytes = 1_000_000;
        }, FastRetries.Use);
        server.Answer("/index.yaml", async context =>
        {
            var line = Encoding.UTF8.GetBytes(new string('#', 9_999) + "\n");
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(line, context.RequestAborted);
        });
        server.Answer("/big/index.yaml", context =>
        {
            context.Response.ContentLength = 5_000_000_000;
            return context.Response.Body.FlushAsync();
        });

        foreach (var path in new[] { "/", "/big" })
            ((RepositoryOutcome.Done)await host.Catalog.AddRepositoryAsync(Admin, new($"r{path.Length}", "http", new Uri(server.Address, path).AbsoluteUri), Cancel))
                .Repository.Error.Should().Contain("more than the 1000000 bytes");
        Directory.EnumerateFileSystemEntries(host.Archives).Should().BeEmpty();
    }

    [Fact]
    public async Task A_compressed_index_is_read_and_a_compressed_bomb_is_refused()
    {
        await using var server = await FileServer.StartAsync();
        await using var host = await StartAsync(options =>
        {
            options.AllowedHosts.Add(server.Authority);
            options.MaxIndexBytes = 1_000_000;
        }, FastRetries.Use);
        var (small, bomb) = (Charts.TarBytes.Gzip("entries: {}\n"u8.ToArray()), Charts.TarBytes.Gzip(new byte[50_000_000]));
        foreach (var (path, body) in new[] { ("/small/index.yaml", small), ("/bomb/index.yaml", bomb) })
            server.Answer(path, context =>
            {
                context.Response.Headers.ContentEncoding = "gzip";
                return context.Response.Body.WriteAsync(body).AsTask();
            });

        (await AddAsync("small")).Error.Should().BeNull();
        (await AddAsync("bomb")).Error.Should().Contain("more than the 1000000 bytes");

        async Task<Repository> AddAsync(string path) =>
            ((RepositoryOutcome.Done)await host.Catalog.AddRepositoryAsync(Admin, new(path, "http", new Uri(server.Address, path).AbsoluteUri), Cancel)).Repository;
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        await using var server = await FileServer.StartAsync();
        await using var host = await StartAsync(options =>
        {
            options.AllowedHosts.Add(server.Authority);
            options.DownloadTimeout = TimeSpan.FromMilliseconds(300);
        });
        server.Answer("/index.yaml", context => Task.Delay(Timeout.Infinite, context.RequestAborted));

        ((RepositoryOutcome.Done)await host.Catalog.AddRepositoryAsync(Admin, new("slow", "http", server.Address.AbsoluteUri), Cancel)).Repository.Error.Should().Contain("in time");
    }

    private static ChartIndex Read(string text, int most = 10_000)
    {
        var rule = new AddressRule(Microsoft.Extensions.Options.Options.Create(new CatalogOptions()));
        return new IndexReader(Repository, address => rule.Refusal(Repository, address), most).Read(new StringReader(text), CancellationToken.None);
    }
}

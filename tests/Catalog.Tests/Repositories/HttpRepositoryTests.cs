using Dodas.Catalog.Repositories;
using Dodas.Catalog.Tests.Charts;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using static Dodas.Catalog.Tests.Repositories.CatalogHost;

namespace Dodas.Catalog.Tests.Repositories;

/// <summary>Against a real server with an index that the real helm made.</summary>
public sealed class HttpRepositoryTests : IAsyncLifetime
{
    private FileServer _server = null!;
    private CatalogHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FileServer.StartAsync();
        _host = await StartAsync(options => options.AllowedHosts.Add(_server.Authority), FastRetries.Use);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Charts_packaged_and_indexed_by_helm_are_listed_fetched_and_read()
    {
        await PublishAsync(("pool", "1.0.0", "pool"), ("pool", "1.1.0", "pool"), ("plain", "0.3.0", null));

        var added = await AddAsync();
        added.Should().BeEquivalentTo(new { Name = "remote", Kind = RepositoryKind.Http, Url = _server.Address.AbsoluteUri, Charts = 2, Error = (string?)null });
        added.Skipped.Should().BeEmpty();
        added.SyncedAt.Should().NotBeNull();
        (await _host.Catalog.ChartsAsync(Ana, null, "remote", new(), Cancel)).Items.Select(c => (c.Name, c.Version)).Should().Equal(("plain", "0.3.0"), ("pool", "1.1.0"));
        _server.Asked.Should().Equal("/index.yaml");

        var details = await _host.Catalog.ChartAsync(Ana, "remote", "pool", "1.0.0", Cancel);
        details!.Readme.Should().Be("# pool\n");
        details.Versions.Select(v => v.Version).Should().Equal("1.1.0", "1.0.0");
        details.Versions.Should().OnlyContain(v => v.Created != null && v.Created.Value.Kind == DateTimeKind.Utc);
        details.Contract!.Id.Should().Be("pool");
        _server.Asked.Should().Equal("/index.yaml", "/pool-1.0.0.tgz");
    }

    [Fact]
    public async Task An_archive_is_fetched_once_and_helm_takes_it()
    {
        await PublishAsync(("plain", "0.3.0", null));
        await AddAsync();
        var pinned = (await _host.Catalog.ChartAsync(Ana, "remote", "plain", null, Cancel))!.Reference;

        var path = await _host.Catalog.ArchiveAsync(pinned, Cancel);
        await _host.Catalog.ArchiveAsync(pinned, Cancel);

        _server.Count("/plain-0.3.0.tgz").Should().Be(1);
        (await Helm.RunAsync("template", "mine", path)).Should().Contain("kind: ConfigMap");
    }

    [Fact]
    public async Task Blocks_of_a_repository_join_the_library_and_the_local_one_wins()
    {
        await PublishAsync(("pool", "9.0.0", "pool"), ("cache", "1.0.0", "cache"), ("cache", "2.0.0", "cache"));
        await AddAsync();
        ChartFiles.Write(_host.Charts, "pool", "1.0.0", block: "pool");

        var blocks = await _host.Catalog.BlocksAsync(Ana, Cancel);
        blocks.Select(b => (b.Contract!.Id, b.Chart.Repository, b.Chart.Version)).Should().Equal(("cache", "remote", "2.0.0"), ("pool", "local", "1.0.0"));
        var library = await _host.Catalog.LibraryAsync(Ana, new() { Blocks = [new() { Name = "c", Block = "cache", Version = "1.0.0" }] }, Cancel);
        library.Blocks.Select(b => b.Chart.Version).Should().Equal("2.0.0", "1.0.0", "1.0.0");
    }

    [Fact]
    public async Task What_is_known_survives_a_restart_and_a_server_that_is_down()
    {
        await PublishAsync(("plain", "0.3.0", null));
        await AddAsync();
        await _host.RestartAsync();
        _server.Answer("/index.yaml", StatusCodes.Status503ServiceUnavailable);

        var synced = (await _host.Catalog.SyncRepositoryAsync(Admin, "remote", Cancel)).Should().BeOfType<RepositoryOutcome.Done>().Subject.Repository;
        synced.Error.Should().Contain("503");
        synced.Charts.Should().Be(1);
        synced.SyncedAt.Should().NotBeNull();
        (await _host.Catalog.ChartAsync(Ana, "remote", "plain", null, Cancel)).Should().NotBeNull();
        _server.Count("/index.yaml").Should().Be(5, "a passing fault is tried four times in all");
    }

    [Fact]
    public async Task A_later_index_adds_changes_and_removes_charts()
    {
        await PublishAsync(("plain", "0.3.0", null), ("old", "1.0.0", null));
        await AddAsync();
        var plain = (await _host.Catalog.ChartAsync(Ana, "remote", "plain", null, Cancel))!.Reference;
        File.Delete(Path.Combine(_server.Folder, "old-1.0.0.tgz"));
        await PublishAsync(("plain", "0.4.0", null), ("fresh", "1.0.0", null));

        await _host.Catalog.SyncRepositoryAsync(Admin, "remote", Cancel);

        (await _host.Catalog.ChartsAsync(Ana, null, "remote", new(), Cancel)).Items.Select(c => (c.Name, c.Version)).Should().Equal(("fresh", "1.0.0"), ("plain", "0.4.0"));
        (await _host.Catalog.ArchiveAsync(plain, Cancel)).Should().NotBeNull();
    }

    [Fact]
    public async Task The_background_asks_with_the_validator_and_rewrites_nothing_when_nothing_changed()
    {
        await PublishAsync(("plain", "0.3.0", null));
        await AddAsync();
        await using (var context = await _host.ContextAsync())
            await context.Repositories.ExecuteUpdateAsync(set => set.SetProperty(r => r.NextSyncAt, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc)), Cancel);

        await _host.Get<RepositoryRegister>().SyncDueAsync(Cancel);
        await _host.Get<RepositoryRegister>().SyncDueAsync(Cancel);

        _server.Count("/index.yaml").Should().Be(2);
        await using var after = await _host.ContextAsync();
        var row = await after.Repositories.SingleAsync(Cancel);
        row.Revision.Should().Be(1);
        row.NextSyncAt.Should().BeAfter(DateTime.UtcNow.AddMinutes(29)).And.BeBefore(DateTime.UtcNow.AddMinutes(34));
    }

    [Fact]
    public async Task An_archive_with_another_digest_than_the_index_promised_is_refused_and_not_kept()
    {
        await PublishAsync(("plain", "0.3.0", null));
        await AddAsync();
        await _server.WriteAsync("plain-0.3.0.tgz", "something else");

        var ask = () => _host.Catalog.ChartAsync(Ana, "remote", "plain", null, Cancel);
        (await ask.Should().ThrowAsync<ChartUnavailableException>()).WithMessage("*digest*promised*");
        Directory.EnumerateFileSystemEntries(_host.Archives).Should().BeEmpty();
        await using var context = await _host.ContextAsync();
    }

    [Fact]
    public async Task A_version_that_was_published_again_with_other_bytes_does_not_replace_the_pinned_one()
    {
        await PublishAsync(("plain", "0.3.0", null));
        await AddAsync();
        var pinned = (await _host.Catalog.ChartsAsync(Ana, null, "remote", new(), Cancel)).Items.Single();
        var digest = (await _host.Get<AllRepositories>().PinAsync("remote", "plain", pinned.Version, Cancel))!.Digest;

        var ask = () => _host.Catalog.ArchiveAsync(new("remote", "plain", "0.3.0", new string('a', 64)), Cancel);
        (await ask.Should().ThrowAsync<ChartUnavailableException>()).WithMessage("*another archive*");
        (await _host.Catalog.ArchiveAsync(new("remote", "plain", "0.3.0", digest), Cancel)).Should().Contain(digest);
    }

    [Fact]
    public async Task A_transfer_that_breaks_off_is_tried_once_more()
    {
        await PublishAsync(("plain", "0.3.0", null));
        await AddAsync();
        var bytes = await File.ReadAllBytesAsync(Path.Combine(_server.Folder, "plain-0.3.0.tgz"), Cancel);
        _server.Answer("/plain-0.3.0.tgz", async context =>
        {
            context.Response.ContentLength = bytes.Length;
            var whole = _server.Count("/plain-0.3.0.tgz") == 2;
            await context.Response.Body.WriteAsync(whole ? bytes : bytes.AsMemory(0, bytes.Length / 2));
            await context.Response.Body.FlushAsync();
            if (!whole)
                context.Abort();
        });

        (await _host.Catalog.ChartAsync(Ana, "remote", "plain", null, Cancel)).Should().NotBeNull();
        _server.Count("/plain-0.3.0.tgz").Should().Be(2);
    }

    [Fact]
    public async Task A_transfer_that_always_breaks_off_leaves_nothing_behind()
    {
        await PublishAsync(("plain", "0.3.0", null));
        await AddAsync();
        _server.Answer("/plain-0.3.0.tgz", async context =>
        {
            context.Response.ContentLength = 100_000;
            await context.Response.Body.WriteAsync(new byte[5000]);
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        var ask = () => _host.Catalog.ChartAsync(Ana, "remote", "plain", null, Cancel);
        (await ask.Should().ThrowAsync<ChartUnavailableException>()).WithMessage("*broke off*");
        Directory.EnumerateFileSystemEntries(_host.Archives).Should().BeEmpty();
    }

    [Fact]
    public async Task A_server_that_asks_to_be_left_alone_for_long_is_asked_later_and_not_now()
    {
        await PublishAsync(("plain", "0.3.0", null));
        await AddAsync();
        _server.Answer("/index.yaml", context =>
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = "7200";
            return Task.CompletedTask;
        });

        await _host.Catalog.SyncRepositoryAsync(Admin, "remote", Cancel);

        _server.Count("/index.yaml").Should().Be(2);
        await using var context = await _host.ContextAsync();
        (await context.Repositories.SingleAsync(Cancel)).NextSyncAt.Should().BeAfter(DateTime.UtcNow.AddMinutes(119));
    }

    [Fact]
    public async Task Removing_a_repository_takes_its_charts_and_keeps_the_archives_in_use()
    {
        await PublishAsync(("plain", "0.3.0", null));
        await AddAsync();
        var pinned = (await _host.Catalog.ChartAsync(Ana, "remote", "plain", null, Cancel))!.Reference;

        (await _host.Catalog.RemoveRepositoryAsync(Admin, "remote", Cancel)).Should().BeOfType<RepositoryOutcome.Done>();

        (await _host.Catalog.ChartsAsync(Ana, null, null, new(), Cancel)).Items.Should().BeEmpty();
        File.Exists(await _host.Catalog.ArchiveAsync(pinned, Cancel)).Should().BeTrue();
        await using var context = await _host.ContextAsync();
        (await context.Versions.CountAsync(Cancel)).Should().Be(0);
        (await _host.Catalog.RemoveRepositoryAsync(Admin, "remote", Cancel)).Should().BeOfType<RepositoryOutcome.NotFound>();
    }

    private async Task<Repository> AddAsync() =>
        (await _host.Catalog.AddRepositoryAsync(Admin, new("remote", "http", _server.Address.AbsoluteUri), Cancel)).Should().BeOfType<RepositoryOutcome.Done>().Subject.Repository;

    private async Task PublishAsync(params (string Name, string Version, string? Block)[] charts)
    {
        var work = Directory.CreateTempSubdirectory("charts-");
        foreach (var (name, version, block) in charts)
        {
            var folder = ChartFiles.Write(work.FullName, name, version, block is null ? "" : $"annotations: {{dodas.io/block: {block}}}", block);
            await Helm.RunAsync("package", folder, "--destination", _server.Folder);
        }

        await Helm.RunAsync("repo", "index", _server.Folder);
        work.Delete(recursive: true);
    }
}

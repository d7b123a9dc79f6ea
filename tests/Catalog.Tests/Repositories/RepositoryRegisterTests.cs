using Dodas.Catalog.Repositories;
using Dodas.Catalog.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using static Dodas.Catalog.Tests.Repositories.CatalogHost;

namespace Dodas.Catalog.Tests.Repositories;

public sealed class RepositoryRegisterTests
{
    [Fact]
    public async Task Only_administrators_add_sync_and_remove()
    {
        await using var host = await StartAsync();

        (await host.Catalog.AddRepositoryAsync(Ana, new("r", "http", "https://charts.example.org"), Cancel)).Should().BeOfType<RepositoryOutcome.Forbidden>();
        (await host.Catalog.SyncRepositoryAsync(Ana, "local", Cancel)).Should().BeOfType<RepositoryOutcome.Forbidden>();
        (await host.Catalog.RemoveRepositoryAsync(Ana, "local", Cancel)).Should().BeOfType<RepositoryOutcome.Forbidden>();
    }

    [Theory]
    [InlineData("R", "http", "https://charts.example.org", "name")]
    [InlineData("", "http", "https://charts.example.org", "name")]
    [InlineData("-r", "http", "https://charts.example.org", "name")]
    [InlineData("a/b", "http", "https://charts.example.org", "name")]
    [InlineData("r\n", "http", "https://charts.example.org", "name")]
    [InlineData("r", "oci", "https://charts.example.org", "kind")]
    [InlineData("r", "http", "charts.example.org", "url")]
    [InlineData("r", "http", "/etc", "url")]
    [InlineData("r", "http", "file:///etc", "url")]
    [InlineData("r", "http", "http://charts.example.org", "url")]
    [InlineData("r", "http", "https://me:secret@charts.example.org", "url")]
    [InlineData("r", "http", "https://charts.example.org/?token=secret", "url")]
    [InlineData("r", "http", "https://192.168.0.1", "url")]
    public async Task What_cannot_be_used_is_refused_by_field_and_leaves_no_row(string name, string kind, string url, string field)
    {
        await using var host = await StartAsync();

        (await host.Catalog.AddRepositoryAsync(Admin, new(name, kind, url), Cancel)).Should().BeOfType<RepositoryOutcome.Refused>().Which.Field.Should().Be(field);
        (await host.Catalog.RepositoriesAsync(Ana, new(), Cancel)).Items.Select(r => r.Name).Should().Equal("local");
    }

    [Fact]
    public async Task A_name_is_taken_once_and_the_local_repository_stays()
    {
        await using var server = await FileServer.StartAsync();
        await using var host = await StartAsync(options => options.AllowedHosts.Add("127.0.0.1"), FastRetries.Use);
        var repository = new NewRepository("r", "http", server.Address.AbsoluteUri);

        (await host.Catalog.AddRepositoryAsync(Admin, repository, Cancel)).Should().BeOfType<RepositoryOutcome.Done>().Which.Repository.Error.Should().Contain("404");
        (await host.Catalog.AddRepositoryAsync(Admin, repository, Cancel)).Should().BeOfType<RepositoryOutcome.NameTaken>();
        (await host.Catalog.AddRepositoryAsync(Admin, repository with { Name = "local" }, Cancel)).Should().BeOfType<RepositoryOutcome.NameTaken>();
        (await host.Catalog.RemoveRepositoryAsync(Admin, "local", Cancel)).Should().BeOfType<RepositoryOutcome.Refused>();
        (await host.Catalog.SyncRepositoryAsync(Admin, "nothing", Cancel)).Should().BeOfType<RepositoryOutcome.NotFound>();
        (await host.Catalog.SyncRepositoryAsync(Admin, "local", Cancel)).Should().BeOfType<RepositoryOutcome.Done>();
        (await host.Catalog.RepositoriesAsync(Ana, new(Take: 1), Cancel)).Should().BeEquivalentTo(new { Total = 2, Next = "local" });
        (await host.Catalog.RepositoriesAsync(Ana, new(Take: 1, After: "local"), Cancel)).Items.Single().Name.Should().Be("r");
    }

    [Fact]
    public async Task One_repository_that_fails_hides_no_other()
    {
        await using var server = await FileServer.StartAsync();
        await using var host = await StartAsync(options => options.AllowedHosts.Add("127.0.0.1"), FastRetries.Use);
        Directory.CreateDirectory(Path.Combine(server.Folder, "good"));
        await server.WriteAsync("good/index.yaml", $"entries: {{a: [{{name: a, version: 1.0.0, digest: {new string('a', 64)}, urls: [a.tgz]}}]}}");
        await host.Catalog.AddRepositoryAsync(Admin, new("bad", "http", new Uri(server.Address, "bad").AbsoluteUri), Cancel);
        await host.Catalog.AddRepositoryAsync(Admin, new("good", "http", new Uri(server.Address, "good").AbsoluteUri), Cancel);

        (await host.Catalog.ChartsAsync(Ana, null, null, new(), Cancel)).Items.Select(c => c.Repository).Should().Equal("good");
    }

    [Fact(Timeout = 30_000)]
    public async Task The_background_reads_a_repository_again_when_its_time_has_come_and_backs_off_while_it_fails()
    {
        await using var server = await FileServer.StartAsync();
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-01-01T00:00:00Z"));
        await using var host = await StartAsync(options => options.AllowedHosts.Add("127.0.0.1"), services => services.AddSingleton<TimeProvider>(time));
        var asked = new SemaphoreSlim(0);
        server.Answer("/index.yaml", context =>
        {
            asked.Release();
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        await host.Catalog.AddRepositoryAsync(Admin, new("r", "http", server.Address.AbsoluteUri), TestContext.Current.CancellationToken);
        await asked.WaitAsync(TestContext.Current.CancellationToken);
        var first = await RowAsync();
        first.Failures.Should().Be(1);
        (first.NextSyncAt - time.GetUtcNow().UtcDateTime).Should().BeCloseTo(TimeSpan.FromSeconds(63), TimeSpan.FromSeconds(3));

        var background = host.Get<IEnumerable<IHostedService>>().OfType<BackgroundSync>().Single();
        await background.StartAsync(TestContext.Current.CancellationToken);
        // The service starts its timer when it gets to it, so the time goes on until it has asked.
        while (!await asked.WaitAsync(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken))
            time.Advance(TimeSpan.FromSeconds(30));
        while ((await RowAsync()).Failures == 1)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        var second = await RowAsync();
        (second.NextSyncAt - first.NextSyncAt).Should().BeGreaterThan(TimeSpan.FromSeconds(119));
        await background.StopAsync(TestContext.Current.CancellationToken);

        async Task<RepositoryRow> RowAsync()
        {
            await using var context = await host.ContextAsync();
            return await context.Repositories.AsNoTracking().SingleAsync(TestContext.Current.CancellationToken);
        }
    }
}

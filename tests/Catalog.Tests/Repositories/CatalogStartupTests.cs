using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static Dodas.Catalog.Tests.Repositories.CatalogHost;

namespace Dodas.Catalog.Tests.Repositories;

public sealed class CatalogStartupTests
{
    [Fact]
    public async Task The_migrations_match_the_model_and_keep_their_own_history()
    {
        await using var host = await StartAsync();
        await using var context = await host.ContextAsync();

        context.Database.HasPendingModelChanges().Should().BeFalse("run: dotnet ef migrations add NAME --project Catalog --output-dir Storage/Migrations");
        (await context.Database.SqlQueryRaw<string>("SELECT name AS Value FROM sqlite_master WHERE type = 'table'").ToListAsync(Cancel)).Should().Contain("__CatalogMigrations").And.NotContain("__EFMigrationsHistory");
    }

    [Fact]
    public async Task Every_connection_is_in_WAL_mode_and_waits_for_other_writers()
    {
        await using var host = await StartAsync();
        await using var context = await host.ContextAsync();

        (await PragmaAsync("journal_mode")).Should().Be("wal");
        (await PragmaAsync("synchronous")).Should().Be("1");
        (await PragmaAsync("busy_timeout")).Should().Be("5000");

        async Task<string?> PragmaAsync(string name)
        {
            await context.Database.OpenConnectionAsync(Cancel);
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"PRAGMA {name}";
            return (await command.ExecuteScalarAsync(Cancel))?.ToString();
        }
    }

    [Fact]
    public async Task What_a_crash_left_half_written_is_cleared_away_at_the_start()
    {
        await using var host = await StartAsync();
        var part = Path.Combine(host.Archives, $".{Guid.NewGuid():n}.part");
        await File.WriteAllTextAsync(part, "half", Cancel);

        await host.RestartAsync();

        File.Exists(part).Should().BeFalse();
    }

    [Fact]
    public void Wrong_options_are_all_named_at_once()
    {
        var services = new ServiceCollection();
        services.AddCatalog(options =>
        {
            options.LocalRepository = "";
            options.AllowedHosts.Add("http://charts.example.org/");
            options.SyncInterval = TimeSpan.FromSeconds(1);
            options.MaxArchiveEntries = 0;
        });
        using var provider = services.BuildServiceProvider();

        var read = () => provider.GetRequiredService<IOptions<CatalogOptions>>().Value;
        read.Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(4);
    }

    [Theory]
    [InlineData("127.0.0.1", "http://127.0.0.1:81/", true)]
    [InlineData("127.0.0.1:81", "http://127.0.0.1:81/", true)]
    [InlineData("127.0.0.1:81", "http://127.0.0.1:82/", false)]
    [InlineData("charts.example.org:443", "https://charts.example.org/", true)]
    [InlineData("Charts.Example.org", "https://charts.example.org/", true)]
    [InlineData("[::1]", "http://[::1]:81/", true)]
    [InlineData("[::1]:81", "http://[::1]:81/", true)]
    [InlineData("example.org", "http://charts.example.org/", false)]
    public void An_allowed_host_is_meant_exactly(string allowed, string address, bool allows) =>
        new CatalogOptions { AllowedHosts = { allowed } }.Allows(new Uri(address)).Should().Be(allows);
}

using System.Net;
using Dodas.Catalog.Repositories;
using static Dodas.Catalog.Tests.Repositories.CatalogHost;

namespace Dodas.Catalog.Tests.Repositories;

public sealed class AddressRuleTests
{
    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::808:808", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.8.9.10", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd12:3456::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:db8::1", false)]
    public void Only_addresses_of_the_public_internet_are_public(string address, bool isPublic) => AddressRule.IsPublic(IPAddress.Parse(address)).Should().Be(isPublic);

    [Theory]
    [InlineData("https://charts.example.org/", "https://charts.example.org/x.tgz", null)]
    [InlineData("https://charts.example.org/", "https://releases.example.com/x.tgz", null)]
    [InlineData("https://charts.example.org/", "http://charts.example.org/x.tgz", "plain http")]
    [InlineData("https://charts.example.org/", "https://127.0.0.1/x.tgz", "no public address")]
    [InlineData("https://charts.example.org/", "https://0x7f.1/x.tgz", "no public address")]
    [InlineData("https://charts.example.org/", "https://2130706433/x.tgz", "no public address")]
    [InlineData("https://charts.example.org/", "https://[::1]/x.tgz", "no public address")]
    [InlineData("https://charts.example.org/", "http://inside.example.org/x.tgz", "only repositories on hosts")]
    [InlineData("https://charts.example.org/", "https://inside.example.org/x.tgz", "only repositories on hosts")]
    [InlineData("https://charts.example.org/", "file:///etc/passwd", "neither http nor https")]
    [InlineData("https://charts.example.org/", "ftp://charts.example.org/x", "neither http nor https")]
    [InlineData("https://charts.example.org/", "https://me:secret@charts.example.org/x", "user name")]
    [InlineData("http://inside.example.org/", "http://inside.example.org/x.tgz", null)]
    [InlineData("http://inside.example.org/", "http://127.0.0.1:7001/x.tgz", null)]
    [InlineData("http://inside.example.org/", "http://127.0.0.1:7002/x.tgz", "plain http")]
    [InlineData("http://inside.example.org/", "http://elsewhere.example.org/x.tgz", "plain http")]
    public void An_address_is_judged_before_it_is_asked(string repository, string address, string? reason)
    {
        var options = new CatalogOptions { AllowedHosts = { "inside.example.org", "127.0.0.1:7001" } };
        var refusal = new AddressRule(Microsoft.Extensions.Options.Options.Create(options)).Refusal(new Uri(repository), new Uri(address));
        if (reason is null)
            refusal.Should().BeNull();
        else
            refusal.Should().Contain(reason);
    }

    [Fact]
    public async Task Loopback_is_refused_unless_the_administrator_allows_it()
    {
        await using var server = await FileServer.StartAsync();
        await using var host = await StartAsync(replace: FastRetries.Use);

        (await host.Catalog.AddRepositoryAsync(Admin, new("r", "http", server.Address.AbsoluteUri), Cancel)).Should().BeOfType<RepositoryOutcome.Refused>().Which.Field.Should().Be("url");
        server.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task A_name_that_DNS_says_is_loopback_is_refused_when_connecting()
    {
        await using var server = await FileServer.StartAsync();
        await using var host = await StartAsync(replace: FastRetries.Use);

        var added = await host.Catalog.AddRepositoryAsync(Admin, new("r", "http", $"https://localhost:{server.Address.Port}/"), Cancel);
        added.Should().BeOfType<RepositoryOutcome.Done>().Which.Repository.Error.Should().Contain("localhost has no public address");
        server.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task A_redirect_to_another_port_of_loopback_is_refused()
    {
        await using var inner = await FileServer.StartAsync();
        await using var server = await FileServer.StartAsync();
        await using var host = await StartAsync(options => options.AllowedHosts.Add(server.Authority), FastRetries.Use);
        foreach (var target in new[] { inner.Address.AbsoluteUri, $"https://localhost:{inner.Address.Port}/", "https://169.254.169.254/latest/meta-data", "file:///etc/passwd", "//user@127.0.0.1/" })
        {
            server.Answer("/index.yaml", context =>
            {
                context.Response.Redirect(target);
                return Task.CompletedTask;
            });
            var name = $"r{server.Asked.Count}";
            (await host.Catalog.AddRepositoryAsync(Admin, new(name, "http", server.Address.AbsoluteUri), Cancel)).Should().BeOfType<RepositoryOutcome.Done>()
                .Which.Repository.Error.Should().Contain("refused", target);
        }

        inner.Asked.Should().BeEmpty();
        server.Asked.Should().HaveCount(5, "a refused redirect is not tried again");
    }

    [Fact]
    public async Task Redirects_within_the_rules_are_followed_but_not_for_ever()
    {
        await using var server = await FileServer.StartAsync();
        await using var host = await StartAsync(options => options.AllowedHosts.Add(server.Authority), FastRetries.Use);
        server.Answer("/old/index.yaml", context =>
        {
            context.Response.Redirect("/index.yaml", permanent: true);
            return Task.CompletedTask;
        });
        server.Answer("/round/index.yaml", context =>
        {
            context.Response.Redirect("index.yaml");
            return Task.CompletedTask;
        });
        await server.WriteAsync("index.yaml", "apiVersion: v1\nentries: {}\n");

        (await AddAsync("old")).Error.Should().BeNull();
        (await AddAsync("round")).Error.Should().Contain("redirects more than");

        async Task<Repository> AddAsync(string path) =>
            ((RepositoryOutcome.Done)await host.Catalog.AddRepositoryAsync(Admin, new(path, "http", new Uri(server.Address, path).AbsoluteUri), Cancel)).Repository;
    }

    [Fact]
    public async Task The_index_of_one_host_cannot_send_the_portal_to_another_that_is_private()
    {
        await using var inner = await FileServer.StartAsync();
        await using var server = await FileServer.StartAsync();
        await using var host = await StartAsync(options => options.AllowedHosts.Add(server.Authority), FastRetries.Use);
        await server.WriteAsync("index.yaml", $"""
            apiVersion: v1
            entries:
              a:
              - name: a
                version: 1.0.0
                digest: {new string('a', 64)}
                urls: [{inner.Address}a.tgz]
              b:
              - name: b
                version: 1.0.0
                digest: {new string('b', 64)}
                urls: [https://localhost:{inner.Address.Port}/b.tgz]
            """);

        var added = (RepositoryOutcome.Done)await host.Catalog.AddRepositoryAsync(Admin, new("r", "http", server.Address.AbsoluteUri), Cancel);

        added.Repository.Skipped.Should().ContainSingle().Which.Should().StartWith("a 1.0.0: ").And.Contain("plain http");
        var ask = () => host.Catalog.ChartAsync(Ana, "r", "b", null, Cancel);
        (await ask.Should().ThrowAsync<ChartUnavailableException>()).WithMessage("*refused*");
        inner.Asked.Should().BeEmpty();
    }
}

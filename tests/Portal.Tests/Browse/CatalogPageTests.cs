using Bunit;
using Dodas.Catalog;
using Dodas.Catalog.Charts;
using Dodas.Portal.Browse;
using Dodas.Portal.Tests.Fakes;

namespace Dodas.Portal.Tests.Browse;

public sealed class CatalogPageTests : PageTest
{
    public CatalogPageTests() => Catalog.Charts.AddRange([Chart("htcondor"), Chart("jupyterlab"), Chart("org/deep/spark")]);

    [Fact]
    public void Typing_moves_the_search_into_the_address_once_it_rests()
    {
        var page = Render<CatalogPage>();
        page.Find("#search").Input("jup");
        Navigation.Uri.Should().NotContain("query");

        Time.Advance(CatalogPage.Rest);

        page.WaitForAssertion(() => Navigation.Uri.Should().EndWith("/catalog?query=jup"));
    }

    [Fact]
    public void The_search_in_the_address_is_the_search_that_shows()
    {
        Navigation.NavigateTo("/catalog?query=jup");

        var page = Render<CatalogPage>();

        page.FindAll("article").Should().ContainSingle().Which.TextContent.Should().Contain("jupyterlab");
        page.Find("#search").GetAttribute("value").Should().Be("jup");
    }

    [Fact]
    public void Slashes_in_a_chart_s_name_stay_slashes_in_its_address()
        => Render<CatalogPage>().FindAll("a.card-link").Select(link => link.GetAttribute("href")).Should().Contain("/catalog/local/org/deep/spark");

    [Fact]
    public void Nothing_found_says_so_and_offers_the_whole_list()
    {
        Navigation.NavigateTo("/catalog?query=nothing-like-it");

        Render<CatalogPage>().Find(".empty-state").TextContent.Should().Contain(BrowseTexts.NothingFoundTitle);
    }

    [Fact]
    public void A_catalog_that_cannot_be_read_says_so_without_the_exception()
    {
        Catalog.Broken = new InvalidOperationException("SQLite Error 26: /var/lib/portal.db");

        var page = Render<CatalogPage>();

        page.Find("[role=alert]").TextContent.Should().Contain(BrowseTexts.Failed);
        page.Markup.Should().NotContain("portal.db");
    }

    [Fact]
    public void An_icon_on_another_host_is_never_loaded()
    {
        Catalog.Charts.Clear();
        Catalog.Charts.Add(Chart("evil") with { Icon = "https://evil.example/x.png" });

        Render<CatalogPage>().FindAll("img").Should().BeEmpty();
    }

    [Fact]
    public void A_chart_that_cannot_be_fetched_says_what_the_catalog_says()
    {
        Catalog.Broken = new ChartUnavailableException("The archive is not what its index promised. Ask who publishes it.");

        Render<ChartPage>(page => page.Add(p => p.Repository, "local").Add(p => p.Chart, "spark")).Find("[role=alert]").TextContent.Should().Contain("not what its index promised");
    }

    [Fact]
    public void A_chart_shows_what_it_is_and_how_to_use_it()
    {
        Catalog.Details.Add(new ChartDetails { Summary = Chart("spark"), Versions = [new ChartVersion("1.0.0", "4.1", null, "", false)], Reference = new ChartReference("local", "spark", "1.0.0", new string('b', 64)), Readme = "# Spark\n\nFast." });

        var page = Render<ChartPage>(parameters => parameters.Add(p => p.Repository, "local").Add(p => p.Chart, "spark"));

        page.Find("h1").TextContent.Should().Be("spark");
        page.Find(".readme").TextContent.Should().Contain("Fast.");
        page.Find("a.button.large").GetAttribute("href").Should().Be("/new?chart=local%2Fspark");
    }

    [Fact]
    public void A_chart_that_is_not_there_says_so()
        => Render<ChartPage>(page => page.Add(p => p.Repository, "local").Add(p => p.Chart, "none")).Find("h1").TextContent.Should().Be(BrowseTexts.NotFoundTitle);

    private static ChartSummary Chart(string name) => new() { Repository = "local", Name = name, Version = "1.0.0", Description = $"{name} for tests" };
}

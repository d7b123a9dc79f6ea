using Bunit;
using Dodas.Catalog.Repositories;
using Dodas.Portal.Curate;
using Dodas.Portal.Layout;
using Dodas.Portal.Tests.Fakes;
using MudBlazor;

namespace Dodas.Portal.Tests.Curate;

public sealed class RepositoriesPageTests : PageTest
{
    public RepositoriesPageTests()
    {
        ActAs(Samples.Admin);
        Catalog.Repositories.Add(new Repository { Name = "local", Kind = RepositoryKind.Local, Charts = 2, SyncedAt = Samples.Now });
        Catalog.Repositories.Add(new Repository { Name = "lab", Kind = RepositoryKind.Http, Url = "https://charts.example.org", Charts = 7, Error = "The server answered 503.", Skipped = ["spark 1.0: no digest"] });
    }

    [Fact]
    public void It_is_for_administrators()
    {
        ActAs(Samples.Ana);

        Render<RepositoriesPage>().Find("h1").TextContent.Should().Be(ShellTexts.ForbiddenTitle);
    }

    [Fact]
    public void A_repository_shows_its_error_and_what_was_left_out()
    {
        var card = Render<RepositoriesPage>().FindAll("article")[1];

        card.TextContent.Should().Contain("The server answered 503.").And.Contain("spark 1.0: no digest").And.Contain(CurateTexts.SyncFailed).And.Contain("never");
    }

    [Fact]
    public void A_local_repository_cannot_be_removed()
        => Render<RepositoriesPage>().FindAll("article")[0].QuerySelectorAll("button").Should().ContainSingle();

    [Fact]
    public void Syncing_asks_the_catalog()
    {
        Render<RepositoriesPage>().FindAll("article")[1].QuerySelector("button")!.Click();

        Catalog.Synced.Should().Equal("lab");
    }

    [Fact]
    public void Errors_of_a_new_repository_stand_at_their_fields()
    {
        var page = Render<RepositoriesPage>();
        page.Find(".page-head button").Click();
        page.Find("#repository-name").Change("My Repo");
        page.Find("#repository-url").Change("charts.example.org");
        page.Find("form").Submit();

        page.Find("#repository-name-note").TextContent.Should().Be(CurateTexts.NameRefused);
        page.Find("#repository-url-note").TextContent.Should().Be(CurateTexts.UrlRefused);
        Catalog.Added.Should().BeEmpty();
    }

    [Fact]
    public void What_the_catalog_refuses_stands_at_the_field_it_names()
    {
        Catalog.AddOutcome = new RepositoryOutcome.Refused("url", "Addresses inside this network are not allowed.");
        var page = Add("spark", "http://10.0.0.1/");

        page.Find("#repository-url-note").TextContent.Should().Contain("not allowed");
    }

    [Fact]
    public void A_repository_that_was_added_shows_in_the_list()
    {
        var page = Add("spark", "https://spark.example.org");

        Catalog.Added.Should().Equal(new NewRepository("spark", "http", "https://spark.example.org"));
        page.FindAll("article").Should().HaveCount(3);
        page.FindAll("form").Should().BeEmpty();
    }

    [Fact]
    public void Removing_asks_first()
    {
        var dialogs = Render<MudDialogProvider>();
        var page = Render<RepositoriesPage>();
        page.FindAll("button.danger")[0].Click();
        Catalog.Removed.Should().BeEmpty();

        dialogs.WaitForAssertion(() => dialogs.Find(".mud-message-box__yes-button"));
        dialogs.Find(".mud-message-box__yes-button").Click();

        page.WaitForAssertion(() => Catalog.Removed.Should().Equal("lab"));
    }

    private IRenderedComponent<RepositoriesPage> Add(string name, string url)
    {
        var page = Render<RepositoriesPage>();
        page.Find(".page-head button").Click();
        page.Find("#repository-name").Change(name);
        page.Find("#repository-url").Change(url);
        page.Find("form").Submit();
        return page;
    }
}

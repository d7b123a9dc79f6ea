using Bunit;
using Dodas.Catalog.Compositions;
using Dodas.Catalog.Planning;
using Dodas.Deployer.Clusters;
using Dodas.Portal.Compose;
using Dodas.Portal.Tests.Fakes;

namespace Dodas.Portal.Tests.Compose;

public sealed class ComposePageTests : PageTest
{
    public ComposePageTests() => Clusters.Check = (composition, name) => new(
        [],
        new Plan(new ClusterPlace(name!, "ana-x"), [.. composition.Blocks.Select((block, i) => new PlannedRelease { Block = block.Name, Name = $"{name}-{block.Name}", Chart = Samples.Jupyter.Chart, Wave = i + 1, Values = [] })]),
        new Dictionary<string, string> { ["x-lab"] = "kind: StatefulSet" });

    [Fact]
    public void It_starts_with_recipes_and_blocks()
    {
        var page = Render<ComposePage>();

        page.WaitForAssertion(() => page.FindAll(".palette-block").Should().HaveCount(2));
        page.Find(".compose-start").TextContent.Should().Contain("Jupyter + HTCondor");
    }

    [Fact]
    public void A_recipe_in_the_address_is_placed_and_leaves_the_address()
    {
        var page = Open("/new?recipe=jupyter-htcondor");

        page.WaitForAssertion(() => page.FindAll(".graph-node").Should().HaveCount(2));
        Navigation.Uri.Should().EndWith("/new?step=blocks");
        page.Find("#cluster-name").GetAttribute("value").Should().Be("jupyter-htcondor");
    }

    [Fact]
    public void A_block_added_from_the_palette_offers_what_it_can_use()
    {
        var page = Open("/new");
        page.FindAll(".palette-block").Single(block => block.TextContent.Contains("JupyterLab")).Click();

        page.WaitForAssertion(() => page.Find(".offer").TextContent.Should().Contain("htcondor pool"));
        page.Find(".offer button").Click();

        page.WaitForAssertion(() => page.FindAll(".graph-node").Should().HaveCount(2));
    }

    [Fact]
    public void The_list_has_the_same_content_as_the_picture()
    {
        var page = Open("/new?recipe=jupyter-htcondor");
        page.WaitForAssertion(() => page.Find(".graph"));
        var drawn = page.FindAll(".graph-node .graph-title").Select(title => title.TextContent).Order().ToList();

        page.FindAll(".graph-switch button")[1].Click();

        page.FindAll(".graph-list .graph-title").Select(title => title.TextContent).Order().Should().Equal(drawn);
        page.Find(".graph-use").TextContent.Should().Contain("pool");
    }

    [Fact]
    public void Review_says_what_will_be_created_and_create_sends_it_once_checked()
    {
        var page = Open("/new?recipe=jupyter-htcondor");
        page.WaitForAssertion(() => page.Find(".graph"));
        Navigation.NavigateTo("/new?step=review");
        Create(page).HasAttribute("disabled").Should().BeTrue();

        Time.Advance(Checking.Rest);
        page.WaitForAssertion(() => Create(page).HasAttribute("disabled").Should().BeFalse());
        page.Find(".planned").TextContent.Should().Contain("pool");
        page.Find("pre").TextContent.Should().Contain("StatefulSet");
        Create(page).Click();

        page.WaitForAssertion(() => Navigation.Uri.Should().EndWith("/clusters/cluster"));
        var (cluster, key) = Clusters.Created.Should().ContainSingle().Subject;
        cluster.Name.Should().Be("jupyter-htcondor");
        cluster.Composition.Should().Be(Samples.JupyterAndPool);
        key!.Key.Should().NotBeEmpty();
    }

    [Fact]
    public void Findings_come_first_in_review_with_their_fix()
    {
        Clusters.Check = (_, _) => new([new Finding(Severity.Error, "/blocks/0/values/execute/replicas", "Too many workers.", new Fix("Use 2", []))], null, new Dictionary<string, string>());
        var page = Open("/new?recipe=jupyter-htcondor");
        page.WaitForAssertion(() => page.Find(".graph"));
        Navigation.NavigateTo("/new?step=review");
        Time.Advance(Checking.Rest);

        page.WaitForAssertion(() => page.Find(".findings").TextContent.Should().Contain("Too many workers."));
        page.FindAll(".findings button").Select(button => button.TextContent).Should().Equal("Use 2", ComposeTexts.GoToField);
        Create(page).HasAttribute("disabled").Should().BeTrue();
    }

    [Fact]
    public void What_the_deployer_refuses_stays_on_the_page()
    {
        Clusters.Outcome = new CreateOutcome.Invalid([new Finding(Severity.Error, "/name", "'x' already exists in this project.")]);
        var page = Open("/new?recipe=jupyter-htcondor");
        page.WaitForAssertion(() => page.Find(".graph"));
        Navigation.NavigateTo("/new?step=review");
        Time.Advance(Checking.Rest);
        page.WaitForAssertion(() => Create(page).HasAttribute("disabled").Should().BeFalse());

        Create(page).Click();

        page.WaitForAssertion(() => page.Find(".findings").TextContent.Should().Contain("already exists"));
    }

    private IRenderedComponent<ComposePage> Open(string address)
    {
        Navigation.NavigateTo(address);
        var page = Render<ComposePage>();
        page.WaitForAssertion(() => page.Find(".step-bar"));
        return page;
    }

    private static AngleSharp.Dom.IElement Create(IRenderedComponent<ComposePage> page)
        => page.FindAll(".totals-bar button").Single(button => button.TextContent.Contains("Create"));
}

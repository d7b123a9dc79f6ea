using Bunit;
using Dodas.Deployer.Clusters;
using Dodas.Portal.Clusters;
using Dodas.Portal.Layout;
using Dodas.Portal.Tests.Fakes;

namespace Dodas.Portal.Tests.Clusters;

public sealed class MyClustersTests : PageTest
{
    [Fact]
    public void Somebody_without_clusters_is_offered_the_recipes()
    {
        var page = Render<MyClusters>();

        page.Find("h1").TextContent.Should().Be(ClusterTexts.EmptyTitle);
        page.Find("a.card-link").GetAttribute("href").Should().Be("/new?recipe=jupyter-htcondor");
    }

    [Fact]
    public void A_cluster_shows_its_state_as_a_word_and_its_cause()
    {
        Clusters.Views.Add(Samples.Cluster("ana-lab", ClusterState.Failed, "The image x does not exist."));

        var card = Render<MyClusters>().Find("article");

        card.TextContent.Should().Contain("Failed").And.Contain("The image x does not exist.");
        card.QuerySelector("svg").Should().NotBeNull();
    }

    [Fact]
    public async Task A_change_shows_without_reload_and_is_announced()
    {
        Clusters.Views.Add(Samples.Cluster("ana-lab", ClusterState.Progressing));
        var page = Render<MyClusters>();
        await WatchersAsync(1);

        Clusters.Push([Samples.Cluster("ana-lab")]);

        await page.WaitForAssertionAsync(() => page.Find("article .state").TextContent.Should().Be("Ready"));
        page.Find("[role=status].sr-only").TextContent.Should().Be("ana-lab: Ready.");
    }

    [Fact]
    public async Task Many_changes_at_once_render_only_the_first_and_the_last()
    {
        Clusters.Views.Add(Samples.Cluster("ana-lab", ClusterState.Progressing));
        var page = Render<MyClusters>();
        await WatchersAsync(1);
        Clusters.Push([Samples.Cluster("first")]);
        await page.WaitForAssertionAsync(() => page.Find("h2").TextContent.Should().Be("first"));
        var renders = page.RenderCount;

        for (var i = 0; i < 100; i++)
            Clusters.Push([Samples.Cluster($"number-{i}")]);
        while (page.Find("h2").TextContent != "number-99")
        {
            Time.Advance(LiveFeed<int>.Pause);
            await Task.Yield();
        }

        (page.RenderCount - renders).Should().BeLessThan(10);
    }

    [Fact]
    public async Task Leaving_the_page_ends_its_subscription()
    {
        Clusters.Views.Add(Samples.Cluster("ana-lab"));
        Render<MyClusters>();
        await WatchersAsync(1);

        await DisposeComponentsAsync();

        await WatchersAsync(0);
    }

    [Fact]
    public async Task A_broken_stream_says_that_the_page_may_be_old()
    {
        Clusters.Views.Add(Samples.Cluster("ana-lab"));
        var page = Render<MyClusters>();
        await WatchersAsync(1);

        Clusters.Break(new IOException("connection reset"));

        await page.WaitForAssertionAsync(() => page.Find(".note").TextContent.Should().Contain(ShellTexts.LiveLost));
    }

    [Fact]
    public void A_list_that_cannot_be_read_says_so_without_the_exception()
    {
        Clusters.Broken = new InvalidOperationException("SQLite Error 26");

        var page = Render<MyClusters>();

        page.Find("[role=alert]").TextContent.Should().Contain(ClusterTexts.ListFailed);
        page.Markup.Should().NotContain("SQLite");
    }
}

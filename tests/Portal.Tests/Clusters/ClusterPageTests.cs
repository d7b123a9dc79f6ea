using Bunit;
using Dodas.Deployer.Clusters;
using Dodas.Portal.Clusters;
using Dodas.Portal.Tests.Fakes;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dodas.Portal.Tests.Clusters;

public sealed class ClusterPageTests : PageTest
{
    private static readonly StepView Waiting = new("lab", 2, StepState.Waiting, "Pod ana-lab-0 pulls its image.", Samples.Now.AddSeconds(-12), null);

    [Fact]
    public void It_shows_side_by_side_what_we_do_what_helm_says_and_what_the_target_says()
    {
        var page = Show(Samples.Cluster("ana", ClusterState.Progressing, "lab is starting", Samples.Operation("ana", OperationState.Running, Waiting)));

        page.Find(".operation").TextContent.Should().Contain("Waiting").And.Contain("pulls its image").And.Contain("12 s");
        page.Find(".release-helm").TextContent.Should().Contain("deployed").And.Contain("ana-pool");
        page.FindAll(".object").Should().HaveCount(6);
        page.Find(".objects .objects .object").TextContent.Should().Contain("Pod");
    }

    [Fact]
    public void A_failure_shows_its_chain_of_causes_opened()
    {
        var page = Show(Samples.Cluster("ana", ClusterState.Failed, "The image x does not exist."));

        page.Find(".cause-chain").TextContent.Should().Contain("Pod/ana-lab-0").And.Contain("The image x does not exist.");
        page.Find("details.more").HasAttribute("open").Should().BeTrue();
    }

    [Fact]
    public void The_elapsed_time_counts_while_a_step_runs()
    {
        var page = Show(Samples.Cluster("ana", ClusterState.Progressing, "", Samples.Operation("ana", OperationState.Running, Waiting)));

        Time.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => page.Find(".step-time").TextContent.Should().Contain("13 s"));
    }

    [Fact]
    public void A_secret_is_read_only_when_asked_for_and_forgotten_when_hidden()
    {
        var page = Show(Samples.Cluster("ana"));
        Clusters.Revealed.Should().BeEmpty();

        page.FindAll("button").Single(button => button.TextContent.Contains(ClusterTexts.ShowSecret)).Click();
        page.WaitForAssertion(() => page.Markup.Should().Contain("9f2c41aa77d3e0b15c"));
        Clusters.Revealed.Should().Equal("lab-lab");

        page.Find($"[aria-label='{ClusterTexts.HideSecret}']").Click();
        page.Markup.Should().NotContain("9f2c41aa77d3e0b15c");
    }

    [Fact]
    public async Task A_cluster_that_goes_while_one_looks_is_told_gone()
    {
        var page = Show(Samples.Cluster("ana", ClusterState.Deleting));
        await WatchersAsync(1);

        Clusters.Push();

        await page.WaitForAssertionAsync(() => page.Find("h1").TextContent.Should().Be(ClusterTexts.GoneTitle));
    }

    [Fact]
    public void A_cluster_that_is_not_there_says_so()
        => Render<ClusterPage>(page => page.Add(p => p.Name, "nobody")).Find("h1").TextContent.Should().Be(ClusterTexts.NotFoundTitle);

    [Fact]
    public void An_address_that_only_exists_inside_the_cluster_is_not_offered_to_open()
    {
        Show(Samples.Cluster("ana")).FindAll(".endpoint a").Should().BeEmpty();
        EndpointAddress.Opens(new EndpointView("a", "A", "https://ana.example.org/lab", "", false)).Should().BeTrue();
        EndpointAddress.Opens(new EndpointView("a", "A", "tcp://ana.example.org:9618", "", false)).Should().BeFalse();
        EndpointAddress.Opens(new EndpointView("a", "A", "javascript:alert(1)", "", false)).Should().BeFalse();
    }

    [Fact]
    public async Task Deleting_asks_for_the_name_and_the_volumes_and_chooses_nothing_beforehand()
    {
        var dialogs = Render<MudDialogProvider>();
        var page = Show(Samples.Cluster("ana"));
        // The click lasts until the dialog is answered.
        var asking = page.Find("button.danger").ClickAsync(new());
        await dialogs.WaitForAssertionAsync(() => dialogs.Find("#confirm-name"));
        var sure = () => dialogs.FindAll("button.danger").Single();

        sure().HasAttribute("disabled").Should().BeTrue();
        dialogs.FindAll("input[type=radio]").Should().NotContain(radio => radio.HasAttribute("checked"));
        await dialogs.Find("#confirm-name").InputAsync(new ChangeEventArgs { Value = "ana" });
        sure().HasAttribute("disabled").Should().BeTrue("nothing is said about the volumes");
        await dialogs.Find("input[value=keep]").ChangeAsync(new ChangeEventArgs { Value = "keep" });
        sure().HasAttribute("disabled").Should().BeFalse();
        await sure().ClickAsync(new());
        await asking;

        Clusters.Deleted.Should().Equal(("ana-id", VolumePolicy.Keep));
    }

    private IRenderedComponent<ClusterPage> Show(ClusterView view)
    {
        Clusters.Views.Add(view);
        return Render<ClusterPage>(page => page.Add(p => p.Name, view.Name));
    }
}

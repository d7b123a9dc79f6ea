using System.Text.Json.Nodes;
using Dodas.Catalog.Blocks;
using Dodas.Catalog.Compositions;
using Dodas.Catalog.Documents;
using Dodas.Deployer.Clusters;
using Dodas.Portal.Compose;
using Dodas.Portal.Layout;
using Dodas.Portal.Tests.Fakes;

namespace Dodas.Portal.Tests.Compose;

public sealed class ComposeSessionTests
{
    private readonly ComposeSession session = new([Samples.Jupyter, Samples.HTCondor], ["jupyter-htcondor"]);

    [Fact]
    public void A_recipe_proposes_a_name_that_is_free()
    {
        session.StartFrom(Samples.Recipe);

        session.Name.Should().Be("jupyter-htcondor-2");
        session.Composition.Should().Be(Samples.JupyterAndPool);
    }

    [Fact]
    public void A_proposed_name_stays_a_name_when_its_number_makes_it_too_long()
    {
        var taken = Enumerable.Range(1, 12).Select(number => number == 1 ? "a-name-of-exactly-24-let" : $"a-name-of-exactly-24-l-{number}").ToList();
        var long_ = new ComposeSession([], taken);

        long_.StartFrom(Samples.Recipe with { Id = "a-name-of-exactly-24-let" });

        Labels.IsLabel(long_.Name, ComposeSession.LongestName).Should().BeTrue();
        taken.Should().NotContain(long_.Name);
    }

    [Fact]
    public void Adding_a_block_twice_gives_each_a_name_of_its_own()
    {
        session.Add(Samples.HTCondor);
        session.Add(Samples.HTCondor);

        session.Composition.Blocks.Select(block => block.Name).Should().Equal("htcondor", "htcondor-2");
        session.Selected.Should().Be("htcondor-2");
    }

    [Fact]
    public void A_block_that_can_use_another_offers_it_and_one_that_needs_it_insists()
    {
        session.Add(Samples.Jupyter);
        session.Offers.Should().ContainSingle().Which.Should().BeEquivalentTo(new { From = "jupyterlab", Type = "htcondor-pool/v1", Needed = false });

        session.Remove("jupyterlab");
        session.Add(Samples.HTCondor);
        session.SetValues("htcondor", new JsonObject { ["mode"] = "execute-only" });

        session.Offers.Should().ContainSingle().Which.Needed.Should().BeTrue();
    }

    [Fact]
    public void What_has_one_choice_is_connected_without_being_asked()
    {
        session.Add(Samples.Jupyter);
        session.Add(Samples.HTCondor);

        var connection = session.Connections.Should().ContainSingle().Subject;
        connection.Chosen.Should().Equal("htcondor");
        connection.IsAsked.Should().BeFalse();
        session.Composition.Bindings.Should().BeEmpty();
    }

    [Fact]
    public void What_has_several_choices_is_asked_and_the_answer_is_kept()
    {
        session.Add(Samples.Jupyter);
        session.Add(Samples.HTCondor);
        session.Add(Samples.HTCondor);
        session.Connections.Should().ContainSingle().Which.Should().BeEquivalentTo(new { IsAsked = true, Chosen = Array.Empty<string>() });

        session.Bind("jupyterlab", "htcondor-pool/v1", ["htcondor-2"]);

        session.Connections.Single().Chosen.Should().Equal("htcondor-2");
        session.Composition.Bindings.Should().Equal(new Binding("jupyterlab", "htcondor-pool/v1", "htcondor-2"));
    }

    [Fact]
    public void Removing_a_block_takes_its_connections_along()
    {
        session.StartFrom(Samples.Recipe);

        session.Remove("pool");

        session.Composition.Blocks.Should().ContainSingle();
        session.Composition.Bindings.Should().BeEmpty();
    }

    [Fact]
    public void Renaming_a_block_keeps_its_connections_and_refuses_a_name_that_is_taken()
    {
        session.StartFrom(Samples.Recipe);
        session.Select("pool");

        session.Rename("pool", "lab").Should().BeFalse();
        session.Rename("pool", "queue").Should().BeTrue();

        session.Composition.Bindings.Should().Equal(new Binding("lab", "htcondor-pool/v1", "queue"));
        session.Selected.Should().Be("queue");
    }

    [Fact]
    public void The_sum_follows_the_values()
    {
        session.StartFrom(Samples.Recipe);
        (session.Totals.Cpu.Value, session.Totals.Pods).Should().Be((3.5m, 4));

        session.SetValues("pool", new JsonObject { ["execute"] = new JsonObject { ["replicas"] = 10, ["cpu"] = "2" } });

        (session.Totals.Cpu.Value, session.Totals.Pods).Should().Be((21.5m, 12));
    }

    [Fact]
    public void Every_change_is_checked_at_once()
    {
        session.Add(Samples.HTCondor);
        session.SetName("Not A Name");
        session.Findings.Should().Contain(finding => finding.Path == "/name" && finding.Severity == Severity.Error);

        session.SetName("jupyter-htcondor");
        session.Findings.Should().Contain(finding => finding.Path == "/name" && finding.Message == ComposeTexts.NameTaken);

        session.SetName("free");
        session.Findings.Should().NotContain(finding => finding.Path == "/name");
    }

    [Fact]
    public void Only_a_full_check_of_this_very_version_allows_to_create()
    {
        session.StartFrom(Samples.Recipe);
        var version = session.Version;
        session.CanCreate.Should().BeFalse();

        session.Checked(version, Valid());
        session.CanCreate.Should().BeTrue();

        session.SetName("another");
        session.CanCreate.Should().BeFalse();
        session.Checked(version, Valid());
        session.CanCreate.Should().BeFalse("that check was about the version before");
    }

    [Fact]
    public void A_fix_mends_the_composition_and_the_name()
    {
        session.StartFrom(Samples.Recipe);

        session.Apply(new Fix("Use 5", [JsonPatch.Operation("replace", "/blocks/0/values/execute/replicas", JsonValue.Create(5))])).Should().BeTrue();
        session.Apply(new Fix("Rename", [JsonPatch.Operation("replace", "/name", JsonValue.Create("better"))])).Should().BeTrue();

        session.Composition.Blocks[0].Values["execute"]!["replicas"]!.GetValue<int>().Should().Be(5);
        session.Name.Should().Be("better");
    }

    [Fact]
    public void A_fix_that_no_longer_fits_changes_nothing()
    {
        session.StartFrom(Samples.Recipe);
        var before = session.Composition;

        session.Apply(new Fix("Remove", [JsonPatch.Operation("remove", "/blocks/7")])).Should().BeFalse();

        session.Composition.Should().BeSameAs(before);
    }

    [Fact]
    public void A_draft_brings_everything_back_but_secrets()
    {
        session.StartFrom(Samples.Recipe);
        session.SetValues("lab", new JsonObject { ["cpu"] = "4" });
        session.SetSecret("lab", "password", "hunter2hunter2");
        session.SetName("mine");
        session.Select("lab");
        var draft = session.ToDraft();

        var later = new ComposeSession([Samples.Jupyter, Samples.HTCondor], []);
        later.Restore(draft);

        draft.Composition.ToJsonString().Should().NotContain("hunter2");
        later.Name.Should().Be("mine");
        later.Selected.Should().Be("lab");
        later.Composition.Blocks.Single(block => block.Name == "lab").Values.ToJsonString().Should().Be("""{"cpu":"4"}""");
        later.Composition.Blocks.Single(block => block.Name == "lab").Secrets.Should().BeEmpty();
    }

    [Fact]
    public void A_draft_that_cannot_be_read_leaves_an_empty_composition()
    {
        session.Restore(new ComposeDraft("mine", true, null, new JsonObject { ["blocks"] = "none" }));

        session.Composition.Blocks.Should().BeEmpty();
    }

    [Fact]
    public void A_chart_that_is_no_block_shows_once_it_is_known()
    {
        session.AddChart("lab/org/tool");
        session.SelectedBlock!.Block.Should().BeNull();

        session.Know([new Block { Chart = new("lab", "org/tool", "2.0.0", new string('c', 64)), Defaults = [] }]);

        session.SelectedBlock!.Title.Should().Be("org/tool");
        session.Composition.Blocks.Single().Name.Should().Be("tool");
    }

    [Fact]
    public void Every_change_is_told()
    {
        var told = 0;
        session.Changed += (_, _) => told++;

        session.Add(Samples.Jupyter);
        session.Select(null);
        session.SetName("x");

        told.Should().Be(3);
    }

    private static CompositionCheck Valid() => new([], new(new("x", "x"), []), new Dictionary<string, string>());
}

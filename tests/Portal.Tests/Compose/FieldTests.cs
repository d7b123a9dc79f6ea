using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Bunit;
using Dodas.Catalog.Blocks;
using Dodas.Portal.Compose;
using Dodas.Portal.Tests.Fakes;

namespace Dodas.Portal.Tests.Compose;

public sealed class FieldTests : PageTest
{
    private static readonly Block Tool = Samples.Block("tool", "Tool", BlockKind.Compute) with
    {
        Contract = new BlockContract { Id = "tool", Title = "Tool", Kind = BlockKind.Compute, Important = ["/text", "/whole", "/flag", "/pick", "/rules"], Requires = [new Requirement { Type = "s3/v1", Bind = new Dictionary<string, string> { ["url"] = "/store/url" } }], Secrets = [new SecretContract { Name = "password", Key = "p", Enter = true }] },
        Schema = JsonNode.Parse("""
            {"type": "object", "additionalProperties": false, "properties": {
              "text": {"type": "string", "title": "Text", "description": "Some words.", "pattern": "^[a-z]*$"},
              "whole": {"type": "integer", "title": "Whole", "minimum": 0, "maximum": 10},
              "flag": {"type": "boolean", "title": "Flag"},
              "pick": {"enum": ["a", 2, true], "title": "Pick"},
              "rules": {"type": "array", "title": "Rules", "items": {"type": "object"}},
              "quiet": {"type": "string", "title": "Quiet"},
              "store": {"type": "object", "title": "Store", "properties": {"url": {"type": "string", "title": "Url"}}}
            }}
            """),
        Defaults = JsonNode.Parse("""{"text": "abc", "whole": 1, "flag": false, "pick": "a", "rules": [], "quiet": "", "store": {"url": ""}}""")!.AsObject(),
    };

    private readonly ComposeSession session = new([Tool], []);
    private readonly IRenderedComponent<BlockPanel> panel;

    public FieldTests()
    {
        session.Add(Tool);
        panel = Render<BlockPanel>(parameters => parameters.Add(p => p.Block, session.SelectedBlock!).Add(p => p.Session, session));
        session.Changed += (_, _) => panel.Render(parameters => parameters.Add(p => p.Block, session.SelectedBlock!).Add(p => p.Session, session));
    }

    private string Values => session.SelectedBlock!.Placed.Values.ToJsonString();

    [Fact]
    public void A_text_is_taken_once_typing_rests()
    {
        Type("#field-tool-text", "hello");

        Values.Should().Be("""{"text":"hello"}""");
    }

    [Fact]
    public void An_error_stands_at_its_field_while_one_types_and_goes_when_mended()
    {
        Type("#field-tool-text", "NO");
        panel.Find("#field-tool-text").GetAttribute("aria-invalid").Should().Be("true");
        panel.Find("#field-tool-text-found").GetAttribute("role").Should().Be("alert");

        Type("#field-tool-text", "yes");
        panel.FindAll("#field-tool-text-found").Should().BeEmpty();
    }

    [Fact]
    public void A_whole_number_is_a_number_and_what_is_none_gets_the_schema_s_error()
    {
        Type("#field-tool-whole", "7");
        Values.Should().Be("""{"whole":7}""");

        Type("#field-tool-whole", "many");
        panel.Find("#field-tool-whole-found").TextContent.Should().NotBeEmpty();

        Type("#field-tool-whole", "-3");
        panel.Find("#field-tool-whole-found").TextContent.Should().NotBeEmpty();
    }

    [Fact]
    public void A_text_of_digits_stays_a_text()
    {
        Type("#field-tool-quiet", "123");

        Values.Should().Be("""{"quiet":"123"}""");
    }

    [Fact]
    public void A_switch_is_on_or_off()
    {
        panel.Find("#field-tool-flag").Change(true);

        Values.Should().Be("""{"flag":true}""");
        panel.Find(".switch").TextContent.Should().Contain(ComposeTexts.On);
    }

    [Fact]
    public void A_choice_keeps_the_type_of_what_is_chosen()
    {
        panel.Find("#field-tool-pick").Change("1");

        Values.Should().Be("""{"pick":2}""");
    }

    [Fact]
    public void What_the_form_does_not_understand_is_yaml_with_its_own_errors()
    {
        Type("#field-tool-rules", "- allow: [1, 2]");
        Values.Should().Be("""{"rules":[{"allow":[1,2]}]}""");

        Type("#field-tool-rules", "- allow: [1");
        panel.FindAll(".field-found").Should().NotBeEmpty();
        Values.Should().Be("""{"rules":[{"allow":[1,2]}]}""", "what cannot be read changes nothing");
    }

    [Fact]
    public void Reset_goes_back_to_the_default_and_leaves_no_override()
    {
        Type("#field-tool-text", "hello");

        panel.Find(".field-reset").Click();

        Values.Should().Be("{}");
        panel.Find("#field-tool-text").GetAttribute("value").Should().Be("abc");
    }

    [Fact]
    public void Typing_the_default_is_no_override()
    {
        Type("#field-tool-text", "hello");
        Type("#field-tool-text", "abc");

        Values.Should().Be("{}");
    }

    [Fact]
    public void The_yaml_tab_shows_the_same_values_and_the_form_follows_it()
    {
        Type("#field-tool-text", "hello");
        Tab(ComposeTexts.Yaml);
        panel.Find("#values-yaml").GetAttribute("value").Should().Be("text: hello\n");

        Type("#values-yaml", "text: bye\nwhole: 3\n");
        Tab(ComposeTexts.Form);

        panel.Find("#field-tool-text").GetAttribute("value").Should().Be("bye");
        Values.Should().Be("""{"text":"bye","whole":3}""");
    }

    [Fact]
    public void Yaml_that_cannot_be_read_says_where_and_changes_nothing()
    {
        Tab(ComposeTexts.Yaml);

        Type("#values-yaml", "text: [");

        panel.Find("[role=alert]").TextContent.Should().Contain("Line");
        Values.Should().Be("{}");
    }

    [Fact]
    public void What_a_connection_sets_is_not_asked_but_named()
    {
        panel.FindAll("#field-tool-store-url").Should().BeEmpty();
        panel.Find(".wired").TextContent.Should().Contain("/store/url");
    }

    [Fact]
    public void Settings_that_are_not_important_wait_under_more()
        => panel.Find("details.more:not(.wired)").QuerySelector("#field-tool-quiet").Should().NotBeNull();

    [Fact]
    public void An_entered_secret_stays_out_of_the_values()
    {
        panel.Find("#secret-password").GetAttribute("type").Should().Be("password");

        Type("#secret-password", "correct horse battery");

        Values.Should().Be("{}");
        session.SelectedBlock!.Placed.Secrets["password"].Should().Be("correct horse battery");
    }

    [Fact]
    public void Every_field_has_a_label_and_its_help_is_tied_to_it()
    {
        foreach (var field in panel.FindAll("input, select, textarea"))
            panel.FindAll("label").Any(label => label.GetAttribute("for") == field.Id || label.Contains((INode)field)).Should().BeTrue(field.OuterHtml);
        panel.Find("#field-tool-text").GetAttribute("aria-describedby").Should().Be("field-tool-text-help");
    }

    private void Type(string field, string text)
    {
        panel.Find(field).Input(text);
        Time.Advance(Dodas.Portal.Layout.TextInput.Rest);
        panel.WaitForState(() => session.Composition.Blocks.Count == 1);
    }

    private void Tab(string name) => panel.FindAll("[role=tab]").Single(tab => tab.TextContent == name).Click();
}

using System.Text.Json.Nodes;
using CsCheck;
using Dodas.Deployer.Helm;

namespace Dodas.Deployer.Tests.Helm;

public sealed class HelmCallTests
{
    [Fact]
    public void What_a_person_named_stands_only_after_the_double_dash()
    {
        var call = new HelmCall
        {
            Command = "get metadata",
            Flags = ["--output=json"],
            Positionals = ["ana-lab"],
            Values = [],
            Access = new HelmAccess("/k", "ctx"),
            Timeout = TimeSpan.FromSeconds(1),
        };

        call.Arguments("/d/values.yaml").Should().Equal("get", "metadata", "--output=json", "--values=/d/values.yaml", "--kube-context=ctx", "--", "ana-lab");
    }

    [Fact]
    public void No_text_can_become_a_flag_of_its_own() => Gen.Select(Gen.String, Gen.String, Gen.String).Sample((context, first, second) =>
    {
        var call = new HelmCall
        {
            Command = "upgrade",
            Flags = ["--install"],
            Positionals = [first, second],
            Values = new JsonObject { [first] = second },
            Access = new HelmAccess("/k", context),
            Timeout = TimeSpan.FromSeconds(1),
        };

        var arguments = call.Arguments("/d/values.yaml");
        var dash = arguments.Index().First(argument => argument.Item == "--").Index;
        arguments.Take(dash).Should().Equal("upgrade", "--install", "--values=/d/values.yaml", $"--kube-context={context}");
        arguments.Skip(dash + 1).Should().Equal(first, second);
    });

    [Theory]
    [InlineData("--post-renderer=x")]
    [InlineData("-f")]
    [InlineData("Upper")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("a\n")]
    [InlineData("")]
    [InlineData("a-")]
    [InlineData("a123456789012345678901234567890123456789012345678901234")]
    public void What_is_no_name_gets_no_further(string name)
    {
        FluentActions.Invoking(() => HelmNames.Release(name)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new HelmCli.ReleaseIn(new HelmAccess("/k", null), "c", "ns", name)).Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData("x,owner=alice")]
    [InlineData("a=b")]
    [InlineData("")]
    public void A_label_value_cannot_bring_another_label(string value) =>
        FluentActions.Invoking(() => HelmNames.LabelValue(value)).Should().Throw<ArgumentException>();
}

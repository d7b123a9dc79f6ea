using Dodas.Deployer.Helm;

namespace Dodas.Deployer.Tests.Helm;

public sealed class HelmTextTests
{
    [Fact]
    public void Paths_log_lines_and_control_characters_do_not_reach_a_person()
    {
        const string text = "level=WARN msg=\"x\"\nError: UPGRADE FAILED: cannot load /data/helm/abc/values.yaml of /data/charts/1.tgz\u001b[31m\nUse --debug flag to render out invalid YAML\n";

        HelmText.Clean(text, new Dictionary<string, string> { ["/data/helm/abc/"] = "", ["/data/charts/1.tgz"] = "the chart" })
            .Should().Be("cannot load values.yaml of the chart [31m");
    }

    [Fact]
    public void A_long_message_is_cut() => HelmText.Clean(new string('x', 100_000), []).Should().HaveLength(2000);
}

using Dodas.Deployer.Helm;

namespace Dodas.Deployer.Tests.Helm;

public sealed class HelmEnvironmentTests
{
    private static readonly string[] Inherited = ["PATH", "HOME", "HELM_PLUGINS", "HELM_KUBETOKEN", "KUBECONFIG", "Accounts__BootstrapToken", "HTTPS_PROXY"];

    [Fact]
    public void Nothing_of_the_portal_passes_but_what_reaches_the_target()
    {
        var variables = HelmEnvironment.Of(Inherited, "/d", new HelmAccess("/k", null));

        variables["Accounts__BootstrapToken"].Should().BeNull();
        variables["HELM_KUBETOKEN"].Should().BeNull();
        variables["KUBECONFIG"].Should().Be("/k");
        variables["HELM_PLUGINS"].Should().Be("/d/plugins");
        variables["HELM_NO_PLUGINS"].Should().Be("1");
        variables.Keys.Should().NotContain(["PATH", "HOME", "HTTPS_PROXY"], "these are inherited as they are");
    }

    [Fact]
    public void Without_a_target_not_even_that_passes()
    {
        var variables = HelmEnvironment.Of(Inherited, "/d", null);

        variables["HTTPS_PROXY"].Should().BeNull();
        variables["HOME"].Should().Be("/d");
        variables["KUBECONFIG"].Should().StartWith("/d/");
    }
}

using Dodas.Deployer.Helm;

namespace Dodas.Deployer.Tests.Helm;

public sealed class HelmVersionTests
{
    [Theory]
    [InlineData("v4.1.4", true)]
    [InlineData("v4.2.0+g123", true)]
    [InlineData("v4.1.3", false)]
    [InlineData("v3.20.2", false)]
    [InlineData("v5.0.0", false)]
    [InlineData("", false)]
    public void Only_a_helm_4_with_the_security_fixes_will_do(string version, bool expected) => HelmVersion.IsGoodEnough(version).Should().Be(expected);
}

using Dodas.Portal.Compose;
using Dodas.Portal.Tests.Fakes;

namespace Dodas.Portal.Tests.Compose;

public sealed class FindingPlaceTests
{
    [Theory]
    [InlineData("/name", ComposeStep.Blocks, null, null, "cluster")]
    [InlineData("/blocks", ComposeStep.Blocks, null, null, "")]
    [InlineData("", ComposeStep.Blocks, null, null, "")]
    [InlineData("/blocks/0", ComposeStep.Blocks, "pool", null, "")]
    [InlineData("/blocks/1/name", ComposeStep.Settings, "lab", null, "name")]
    [InlineData("/blocks/0/values/execute/replicas", ComposeStep.Settings, "pool", "/execute/replicas", "values")]
    [InlineData("/blocks/0/values/a~1b/c~0d", ComposeStep.Settings, "pool", "/a~1b/c~0d", "values")]
    [InlineData("/blocks/0/values", ComposeStep.Settings, "pool", "", "values")]
    [InlineData("/blocks/7/values/x", ComposeStep.Blocks, null, null, "")]
    [InlineData("/blocks/x", ComposeStep.Blocks, null, null, "")]
    [InlineData("/bindings/0/to", ComposeStep.Connections, null, null, "")]
    public void A_finding_s_pointer_leads_to_its_place(string path, ComposeStep step, string? block, string? pointer, string part)
        => FindingPlace.Of(path, Samples.JupyterAndPool).Should().Be(new FindingPlace(step, block, pointer, part));
}

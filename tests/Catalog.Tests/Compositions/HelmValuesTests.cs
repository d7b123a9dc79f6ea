using System.Text.Json.Nodes;
using Dodas.Catalog.Compositions;

namespace Dodas.Catalog.Tests.Compositions;

public sealed class HelmValuesTests
{
    // Seen with helm 4.1.4: a template that prints its values, the same defaults and the same values file.
    [Theory]
    [InlineData("""{"a": null, "newnull": null, "newobj": {"k": null, "m": 1}, "o": {"x": null, "z": {"w": null, "q": null}, "v": {"e": null}}, "l": [null, 3]}""",
        """{"o":{"z":{"q":null},"v":{"e":null}},"l":[null,3],"s":"str","newnull":null,"newobj":{"k":null,"m":1}}""")]
    [InlineData("""{"o": 5, "s": {"t": 1}, "l": {"a": 1}}""", """{"a":1,"o":5,"l":{"a":1},"s":{"t":1}}""")]
    [InlineData("""{"o": null, "l": []}""", """{"a":1,"l":[],"s":"str"}""")]
    [InlineData("{}", """{"a":1,"o":{"x":1,"z":{"w":2}},"l":[1,2],"s":"str"}""")]
    public void Values_merge_as_helm_merges_them(string overrides, string merged)
    {
        var defaults = JsonNode.Parse("""{"a": 1, "o": {"x": 1, "z": {"w": 2}}, "l": [1, 2], "s": "str"}""")!.AsObject();
        HelmValues.Merge(defaults, JsonNode.Parse(overrides)!.AsObject()).ToJsonString().Should().Be(merged);
    }
}

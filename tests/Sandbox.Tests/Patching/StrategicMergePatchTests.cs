using System.Text.Json.Nodes;
using Dodas.Sandbox.Patching;
using Dodas.Sandbox.Resources;
using k8s.Models;

namespace Dodas.Sandbox.Tests.Patching;

public sealed class StrategicMergePatchTests
{
    private static readonly Schema Pod = new() { Type = SchemaType.Object, Model = ModelSchemas.Of(typeof(V1Pod)) };

    [Theory]
    [InlineData("""{"spec":{"containers":[{"name":"a","image":"1"},{"name":"b","image":"1"}]}}""", """{"spec":{"containers":[{"name":"b","image":"2"}]}}""",
        """{"spec":{"containers":[{"name":"a","image":"1"},{"name":"b","image":"2"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}""", """{"spec":{"containers":[{"name":"a","$patch":"delete"}]}}""", """{"spec":{"containers":[{"name":"b"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}""", """{"spec":{"containers":[{"name":"c"},{"$patch":"replace"}]}}""", """{"spec":{"containers":[{"name":"c"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}""", """{"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}]}}""", """{"spec":{"containers":[{"name":"b"},{"name":"a"}]}}""")]
    [InlineData("""{"metadata":{"finalizers":["x","y"]}}""", """{"metadata":{"$deleteFromPrimitiveList/finalizers":["x"],"finalizers":["z"]}}""", """{"metadata":{"finalizers":["y","z"]}}""")]
    [InlineData("""{"spec":{"tolerations":[{"key":"a"}]}}""", """{"spec":{"tolerations":[{"key":"b"}]}}""", """{"spec":{"tolerations":[{"key":"b"}]}}""")]
    [InlineData("""{"spec":{"volumes":[{"name":"v","emptyDir":{}}]}}""", """{"spec":{"volumes":[{"name":"v","$retainKeys":["name","hostPath"],"hostPath":{"path":"/x"}}]}}""",
        """{"spec":{"volumes":[{"name":"v","hostPath":{"path":"/x"}}]}}""")]
    [InlineData("""{"metadata":{"labels":{"a":"1","b":"1"}}}""", """{"metadata":{"labels":{"a":null,"$patch":"merge"}}}""", """{"metadata":{"labels":{"b":"1"}}}""")]
    [InlineData("""{"metadata":{"labels":{"a":"1"}}}""", """{"metadata":{"labels":{"$patch":"replace","c":"3"}}}""", """{"metadata":{"labels":{"c":"3"}}}""")]
    public void Lists_and_maps_merge_as_their_type_says(string document, string patch, string expected)
    {
        var result = StrategicMergePatch.Apply(JsonNode.Parse(document)!.AsObject(), JsonNode.Parse(patch)!.AsObject(), Pod);
        result.ToJsonString().Should().Be(expected);
    }
}

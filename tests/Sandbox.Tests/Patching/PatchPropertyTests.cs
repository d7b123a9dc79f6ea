using System.Text.Json.Nodes;
using CsCheck;
using Dodas.Sandbox.Patching;
using Dodas.Sandbox.Resources;
using k8s.Models;

namespace Dodas.Sandbox.Tests.Patching;

public sealed class PatchPropertyTests
{
    private const string Now = "2026-01-01T00:00:00Z";

    private static readonly Schema Deployment = new() { Type = SchemaType.Object, Model = ModelSchemas.Of(typeof(V1Deployment)) };

    private static readonly Gen<string> Word = Gen.Char["abcd"].Select(letter => letter.ToString());

    private static readonly Gen<JsonNode?> Any = Gen.Recursive<JsonNode?>((depth, inner) => depth > 3
        ? Word.Select(word => (JsonNode?)word)
        : Gen.OneOf(
            Word.Select(word => (JsonNode?)word),
            Gen.Int[0, 9].Select(number => (JsonNode?)number),
            Gen.Select(Word, inner).Array[0, 3].Select(pairs => (JsonNode?)Map(pairs)),
            inner.Array[0, 3].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())]))));

    private static readonly Gen<JsonObject> Document = Gen.Select(Word, Any).Array[0, 4].Select(Map);

    /// <summary>A Deployment with some containers, each with some environment.</summary>
    private static readonly Gen<JsonObject> Configuration =
        from replicas in Gen.Int[0, 5]
        from labels in Gen.Select(Word, Word).Array[0, 3]
        from containers in Gen.Select(Word, Word, Gen.Select(Word, Word).Array[0, 3]).Array[1, 3]
        select new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "Deployment",
            ["metadata"] = new JsonObject { ["name"] = "x", ["labels"] = Map(labels.Select(label => (label.Item1, (JsonNode?)label.Item2))) },
            ["spec"] = new JsonObject
            {
                ["replicas"] = replicas,
                ["template"] = new JsonObject
                {
                    ["spec"] = new JsonObject
                    {
                        ["containers"] = new JsonArray([.. containers.DistinctBy(one => one.Item1).Select(one => new JsonObject
                        {
                            ["name"] = one.Item1,
                            ["image"] = one.Item2,
                            ["env"] = new JsonArray([.. one.Item3.DistinctBy(variable => variable.Item1).Select(variable => new JsonObject { ["name"] = variable.Item1, ["value"] = variable.Item2 })]),
                        })]),
                    },
                },
            },
        };

    [Fact]
    public void A_merge_patch_applied_twice_is_applied_once() => Gen.Select(Document, Document).Sample((document, patch) =>
    {
        var once = MergePatch.Apply(document.DeepClone(), patch);
        var twice = MergePatch.Apply(once!.DeepClone(), patch);
        return JsonNode.DeepEquals(once, twice);
    });

    [Fact]
    public void A_json_patch_that_replaces_what_it_tested_changes_nothing() => Gen.Select(Document, Word).Sample((document, name) =>
    {
        if (!document.ContainsKey(name))
            return true;
        var patch = new JsonArray(
            new JsonObject { ["op"] = "test", ["path"] = "/" + name, ["value"] = document[name]?.DeepClone() },
            new JsonObject { ["op"] = "replace", ["path"] = "/" + name, ["value"] = document[name]?.DeepClone() });
        return JsonNode.DeepEquals(document, JsonPatch.Apply(document.DeepClone(), patch));
    });

    [Fact]
    public void A_strategic_merge_patch_applied_twice_is_applied_once() => Gen.Select(Configuration, Configuration).Sample((document, patch) =>
    {
        var once = StrategicMergePatch.Apply((JsonObject)document.DeepClone(), patch, Deployment);
        var twice = StrategicMergePatch.Apply((JsonObject)once.DeepClone(), patch, Deployment);
        return JsonNode.DeepEquals(once, twice);
    });

    [Fact]
    public void Applying_the_same_configuration_again_changes_nothing() => Gen.Select(Configuration, Configuration).Sample((first, second) =>
    {
        var live = Apply(Apply([], first, "one"), second, "two");
        return JsonNode.DeepEquals(live, Apply(live, second, "two"));
    });

    [Fact]
    public void An_applied_configuration_is_in_the_object_afterwards() => Gen.Select(Configuration, Configuration).Sample((first, second) =>
    {
        var live = Apply(Apply([], first, "one"), second, "two");
        return FieldComparison.Of(second, (JsonNode)FieldMerge.Merge(live, second, Deployment)!, Deployment).Modified.IsEmpty
            && JsonNode.DeepEquals(live, FieldMerge.Merge(live, second, Deployment));
    });

    [Fact]
    public void What_an_applier_leaves_out_goes_when_nobody_else_owns_it() => Gen.Select(Configuration, Configuration).Sample((first, second) =>
    {
        var live = Apply(Apply([], first, "one"), second, "one");
        live["metadata"]!.AsObject().Remove("managedFields");
        return FieldComparison.Of(second, live, Deployment).IsSame;
    });

    [Fact]
    public void Nobody_owns_what_is_not_there() => Gen.Select(Configuration, Configuration, Configuration).Sample((first, second, third) =>
    {
        var live = Apply(Apply(Apply([], first, "one"), second, "two"), third, "one");
        var there = FieldShape.Fields(live, Deployment);
        var owned = ManagedFields.Of(live).Union();
        return owned.Paths().All(path => there.Paths().Any(one => one.StartsWith(path, StringComparison.Ordinal)));
    });

    [Fact]
    public void Field_sets_survive_being_written_and_read() => Configuration.Sample(document =>
    {
        var fields = ManagedFields.Ownable(FieldShape.Fields(document, Deployment), withoutStatus: true);
        var read = FieldTree.FromJson(JsonNode.Parse(fields.ToJson().ToJsonString()));
        return read.Except(fields).IsEmpty && fields.Except(read).IsEmpty;
    });

    private static JsonObject Apply(JsonObject live, JsonObject configuration, string manager) =>
        ServerSideApply.Apply(live, configuration, Deployment, new FieldManager(manager, "Apply", "apps/v1", null), force: true, ownStatus: false, Now);

    private static JsonObject Map(IEnumerable<(string, JsonNode?)> pairs)
    {
        var map = new JsonObject();
        foreach (var (name, value) in pairs)
            map[name] = value?.DeepClone();
        return map;
    }
}

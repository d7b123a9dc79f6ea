using System.Text.Json.Nodes;
using Dodas.Deployer.Operations;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Tests.Operations;

public sealed class LeftoversTests
{
    private static readonly ObjectReference Deployment = new("apps/v1", "Deployment", "ns", "web");

    [Fact]
    public void Pods_count_even_when_their_owners_are_gone() =>
        Leftovers.Explain([Deployment], Snapshot(Item("apps/v1", "ReplicaSet", "web-1", "apps/v1", "Deployment", "web"), Item("v1", "Pod", "web-1-x", "apps/v1", "ReplicaSet", "web-1")))
            .Should().Be("Waits for ReplicaSet/web-1 and 1 more to be gone.");

    [Fact]
    public void What_lost_an_owner_of_a_watched_kind_is_on_its_way() =>
        Leftovers.Explain([Deployment], Snapshot(Item("v1", "Pod", "web-1-x", "apps/v1", "ReplicaSet", "web-1")) with { Kinds = new HashSet<KindName> { new("apps", "ReplicaSet") } })
            .Should().Be("Waits for Pod/web-1-x to be gone.");

    [Fact]
    public void Nothing_of_others_counts() =>
        Leftovers.Explain([Deployment], Snapshot(Item("v1", "Service", "web"), Item("v1", "Pod", "other", "apps/v1", "StatefulSet", "other"))).Should().BeNull();

    [Fact]
    public void What_is_kept_and_what_comes_later_does_not_hold_up_the_release()
    {
        var kept = Item("v1", "ConfigMap", "state");
        kept.Document["metadata"]!["annotations"] = new JsonObject { ["helm.sh/resource-policy"] = "keep" };
        var claim = Item("v1", "PersistentVolumeClaim", "home");

        Leftovers.Explain([kept.Reference, claim.Reference], Snapshot(kept, claim)).Should().BeNull();
        Leftovers.ExplainVolumes(Snapshot(kept, claim)).Should().Be("Waits for PersistentVolumeClaim/home to be gone.");
    }

    private static NamespaceSnapshot Snapshot(params TargetObject[] objects) => new("ns", 1, objects, DateTime.UnixEpoch, null);

    private static TargetObject Item(string apiVersion, string kind, string name, string? ownerVersion = null, string? ownerKind = null, string? ownerName = null)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (ownerName is not null) metadata["ownerReferences"] = new JsonArray(new JsonObject { ["apiVersion"] = ownerVersion, ["kind"] = ownerKind, ["name"] = ownerName });
        return new TargetObject(new ObjectReference(apiVersion, kind, "ns", name), new JsonObject { ["metadata"] = metadata });
    }
}

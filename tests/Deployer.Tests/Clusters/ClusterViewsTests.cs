using System.Text.Json.Nodes;
using Dodas.Catalog.Charts;
using Dodas.Catalog.Planning;
using Dodas.Deployer.Clusters;
using Dodas.Deployer.Operations;
using Dodas.Deployer.Storage;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Tests.Clusters;

public sealed class ClusterViewsTests
{
    private static readonly DateTime Now = DateTime.UnixEpoch;
    private static readonly NamespaceSnapshot Empty = new("ana-000000", 1, [], Now, null);

    [Fact]
    public void What_is_not_applied_yet_waits_for_its_providers_and_is_never_missing()
    {
        var view = Compose(OperationKind.Create, OperationState.Running, Empty, StepState.Ready, StepState.Applying, StepState.Pending);

        view.State.Should().Be(ClusterState.Progressing);
        view.Releases.Select(release => (release.State, release.Cause.Summary)).Should().Equal(
            (ClusterState.Progressing, "Is being installed by helm."), (ClusterState.Progressing, "Waits for pool."));
        view.Operation!.Steps[2].Cause.Should().Be("Waits for pool.");
    }

    [Fact]
    public void A_target_that_cannot_be_read_is_never_shown_green()
    {
        var view = Compose(OperationKind.Create, OperationState.Succeeded, Empty with { Error = "The target does not answer." }, StepState.Ready, StepState.Ready, StepState.Ready);

        view.State.Should().Be(ClusterState.Unknown);
        view.Cause.Summary.Should().Be("The target does not answer.");
    }

    [Fact]
    public void A_target_that_does_not_exist_any_more_is_unknown() =>
        Compose(OperationKind.Create, OperationState.Succeeded, null, StepState.Ready, StepState.Ready, StepState.Ready).State.Should().Be(ClusterState.Unknown);

    [Fact]
    public void What_could_not_be_prepared_has_failed_with_the_reason()
    {
        var view = Compose(OperationKind.Create, OperationState.Failed, Empty, StepState.Failed, StepState.Skipped, StepState.Skipped);

        view.State.Should().Be(ClusterState.Failed);
        view.Cause.Should().BeEquivalentTo(new Cause("prepare: forbidden", [new CauseLink("prepare", "because")]));
    }

    [Fact]
    public void While_it_is_removed_it_is_deleting_whatever_the_target_says() =>
        Compose(OperationKind.Delete, OperationState.Running, Empty, StepState.Waiting, StepState.Pending, StepState.Pending).State.Should().Be(ClusterState.Deleting);

    [Fact]
    public void An_ingress_that_leads_to_the_service_gives_the_public_address()
    {
        var ingress = JsonNode.Parse("""
            {"spec": {"tls": [{"hosts": ["lab.example.org"]}],
              "rules": [{"host": "lab.example.org", "http": {"paths": [{"backend": {"service": {"name": "ana-lab"}}}]}}]}}
            """)!.AsObject();
        var snapshot = Empty with { Objects = [new TargetObject(new ObjectReference("networking.k8s.io/v1", "Ingress", "ana-000000", "lab"), ingress)] };

        EndpointViews.Of(Endpoint, "ana-000000", snapshot).Url.Should().Be("https://lab.example.org/lab");
        EndpointViews.Of(Endpoint with { Service = "other" }, "ana-000000", snapshot).Url.Should().Be("http://other.ana-000000.svc:8888/lab");
    }

    private static PlannedEndpoint Endpoint => new("lab-web", "Lab", "ana-lab", 8888, "/lab", "http", null, null);

    private static ClusterView Compose(OperationKind kind, OperationState state, NamespaceSnapshot? snapshot, params StepState[] steps)
    {
        var cluster = new ClusterRow
        {
            Id = "000000000000",
            Project = "ana",
            Name = "ana",
            OwnerId = "1",
            Owner = "ana",
            Target = "t",
            Namespace = "ana-000000",
            Composition = "{}",
            Bindings = "[]",
            CreatedAt = Now,
        };
        cluster.Releases.AddRange([Release("pool", 1), Release("lab", 2)]);
        var operation = new OperationRow { Id = "o", ClusterId = cluster.Id, Kind = kind, State = state, RequestedBy = "ana", CreatedAt = Now, Cause = state == OperationState.Failed ? "prepare: forbidden" : "" };
        operation.Steps.AddRange(kind == OperationKind.Create ? CreateOperation.Steps(cluster.Releases) : DeleteOperation.Steps(cluster.Releases));
        foreach (var (step, wanted) in operation.Steps.Zip(steps))
        {
            step.State = wanted;
            step.Cause = wanted == StepState.Failed ? "because" : "";
        }

        return ClusterViews.Compose(new ClusterRows(cluster, operation), snapshot, Now).View;
    }

    private static ReleaseRow Release(string block, int wave) => new()
    {
        ClusterId = "000000000000",
        Block = block,
        Name = $"ana-{block}",
        Wave = wave,
        Position = wave,
        Digest = "d",
        Planned = StoredJson.Write(new PlannedRelease { Block = block, Name = $"ana-{block}", Chart = new ChartReference("local", block, "1.0.0", "d"), Wave = wave, Values = [] }),
    };
}

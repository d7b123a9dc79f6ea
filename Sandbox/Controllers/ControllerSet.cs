using Dodas.Sandbox.Controllers.Lifecycle;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Networking;
using Dodas.Sandbox.Controllers.Nodes;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Controllers.Policy;
using Dodas.Sandbox.Controllers.Volumes;
using Dodas.Sandbox.Controllers.Workloads;

namespace Dodas.Sandbox.Controllers;

/// <summary>All controllers of the simulated cluster.</summary>
internal static class ControllerSet
{
    public static IReadOnlyList<Controller> Create(Cluster cluster) =>
    [
        new StorageClasses(cluster),
        new ServiceAccountController(cluster),
        new NodeController(cluster),
        new DeploymentController(cluster),
        new ReplicaSetController(cluster, Kinds.ReplicaSets, "apps/v1", "ReplicaSet"),
        new ReplicaSetController(cluster, Kinds.ReplicationControllers, "v1", "ReplicationController"),
        new StatefulSetController(cluster),
        new DaemonSetController(cluster),
        new JobController(cluster),
        new CronJobController(cluster),
        new ClaimController(cluster),
        new VolumeController(cluster),
        new Scheduler(cluster),
        new Kubelet(cluster),
        new EndpointsController(cluster),
        new AddressController(cluster),
        new DisruptionController(cluster),
        new AutoscalerController(cluster),
        new QuotaController(cluster),
        new GarbageCollector(cluster),
        new NamespaceController(cluster),
        new EventExpiry(cluster),
    ];
}

using System.Globalization;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Nodes;

/// <summary>Keeps the one node registered, its sizes as configured and its lease renewed.</summary>
internal sealed class NodeController(Cluster cluster) : Controller(cluster)
{
    private static readonly TimeSpan LeaseRenewal = TimeSpan.FromSeconds(10);

    private static readonly (string Type, string Status, string Reason, string Message)[] Healthy =
    [
        ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
        ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
        ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
        ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
    ];

    private string Name => Cluster.Options.NodeName;

    private ObjectKey Key => Kinds.Nodes.Key(null, Name);

    private ObjectKey LeaseKey => Kinds.Leases.Key("kube-node-lease", Name);

    public override void Start()
    {
        Enqueue(Key);
        Enqueue(LeaseKey);
    }

    public override void Observe(Change change)
    {
        if (change.Key == Key)
            Enqueue(Key);
    }

    public override void Reconcile(ObjectKey key)
    {
        if (key == LeaseKey)
            RenewLease();
        else
            Register();
    }

    private void Register()
    {
        var node = Cluster.Find(Key) ?? Cluster.Create(Key, new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Node",
            ["metadata"] = new JsonObject
            {
                ["name"] = Name,
                ["labels"] = new JsonObject
                {
                    ["beta.kubernetes.io/arch"] = "amd64",
                    ["beta.kubernetes.io/os"] = "linux",
                    ["kubernetes.io/arch"] = "amd64",
                    ["kubernetes.io/hostname"] = Name,
                    ["kubernetes.io/os"] = "linux",
                },
                ["annotations"] = new JsonObject { ["node.alpha.kubernetes.io/ttl"] = "0" },
            },
            ["spec"] = new JsonObject { ["podCIDR"] = "10.244.0.0/16", ["podCIDRs"] = new JsonArray("10.244.0.0/16") },
            ["status"] = new JsonObject(),
        });

        var status = node.Map("status")?.Copy() ?? [];
        status["capacity"] = Sizes();
        status["allocatable"] = Sizes();
        foreach (var (type, value, reason, message) in Healthy)
            status.SetCondition(type, value, reason, message, Now, "lastHeartbeatTime");
        status["addresses"] = new JsonArray(
            new JsonObject { ["type"] = "InternalIP", ["address"] = PodNetwork.NodeAddress },
            new JsonObject { ["type"] = "Hostname", ["address"] = Name });
        status["daemonEndpoints"] = new JsonObject { ["kubeletEndpoint"] = new JsonObject { ["Port"] = 10250L } };
        status["nodeInfo"] = new JsonObject
        {
            ["architecture"] = "amd64",
            ["bootID"] = node.Uid(),
            ["containerRuntimeVersion"] = "simulated://1",
            ["kernelVersion"] = "6.12.0",
            ["kubeProxyVersion"] = "",
            ["kubeletVersion"] = "v1.36.2",
            ["machineID"] = node.Uid().Replace("-", "", StringComparison.Ordinal),
            ["operatingSystem"] = "linux",
            ["osImage"] = "Dodas sandbox (simulated)",
            ["systemUUID"] = node.Uid(),
        };
        Cluster.SetStatus(Key, node, status);
    }

    private JsonObject Sizes()
    {
        var options = Cluster.Options;
        var sizes = new JsonObject
        {
            ["cpu"] = options.NodeCpu,
            ["ephemeral-storage"] = options.NodeStorage,
            ["hugepages-1Gi"] = "0",
            ["hugepages-2Mi"] = "0",
            ["memory"] = options.NodeMemory,
            ["pods"] = options.NodePods.ToString(CultureInfo.InvariantCulture),
        };
        if (options.NodeGpus > 0)
            sizes["nvidia.com/gpu"] = options.NodeGpus.ToString(CultureInfo.InvariantCulture);
        return sizes;
    }

    private void RenewLease()
    {
        if (Cluster.Find(Kinds.Namespaces.Key(null, LeaseKey.Namespace!)) is not null)
        {
            if (Cluster.Find(LeaseKey) is { } lease)
            {
                Cluster.Update(LeaseKey, lease, copy =>
                {
                    copy.Ensure("spec")["renewTime"] = Now.MicroStamp();
                    return true;
                });
            }
            else
            {
                Cluster.Create(LeaseKey, new JsonObject
                {
                    ["apiVersion"] = "coordination.k8s.io/v1",
                    ["kind"] = "Lease",
                    ["metadata"] = new JsonObject { ["name"] = Name, ["namespace"] = LeaseKey.Namespace },
                    ["spec"] = new JsonObject { ["holderIdentity"] = Name, ["leaseDurationSeconds"] = 40L, ["renewTime"] = Now.MicroStamp() },
                });
            }
        }

        EnqueueAfter(LeaseKey, LeaseRenewal);
    }
}

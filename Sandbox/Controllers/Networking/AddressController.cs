using System.Globalization;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Networking;

/// <summary>Gives LoadBalancer Services and Ingresses an address, as a cloud and an ingress controller would; nothing can be reached at it.</summary>
internal sealed class AddressController(Cluster cluster) : Controller(cluster)
{
    private const string IngressAddress = "198.18.0.1";
    private const int Size = 60_000;

    private readonly Dictionary<string, ObjectKey> _taken = [];
    private int _last = 1;

    public override void Observe(Change change)
    {
        if (change.Resource != Kinds.Services && change.Resource != Kinds.Ingresses)
            return;
        if (change.Resource == Kinds.Services && change.Current.Items("status", "loadBalancer", "ingress").FirstOrDefault().Text("ip") is { } address)
        {
            if (change.Type == ChangeType.Deleted)
                _taken.Remove(address);
            else
                _taken[address] = change.Key;
        }

        if (change.Type != ChangeType.Deleted)
            Enqueue(change.Key);
    }

    public override void Reconcile(ObjectKey key)
    {
        if (Cluster.Find(key) is not { } document || document.IsDeleting())
            return;
        var has = document.Items("status", "loadBalancer", "ingress").Any();
        if (key.Resource == Kinds.Ingresses)
        {
            if (!has)
                Publish(key, document, new JsonObject { ["ip"] = IngressAddress });
            return;
        }

        var wants = document.Text("spec", "type") == "LoadBalancer" && document.Text("spec", "loadBalancerClass") is null;
        if (wants && !has)
        {
            Cluster.Events.Normal("service-controller", "v1", "Service", document, "EnsuringLoadBalancer", "Ensuring load balancer");
            Publish(key, document, new JsonObject { ["ip"] = document.Text("spec", "loadBalancerIP") is { Length: > 0 } asked ? asked : NextAddress(), ["ipMode"] = "VIP" });
            Cluster.Events.Normal("service-controller", "v1", "Service", document, "EnsuredLoadBalancer", "Ensured load balancer");
        }
        else if (!wants && has)
        {
            Cluster.SetStatus(key, document, new JsonObject { ["loadBalancer"] = new JsonObject() });
        }
    }

    private void Publish(ObjectKey key, JsonObject document, JsonObject ingress)
    {
        var status = document.Map("status")?.Copy() ?? [];
        status["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(ingress) };
        Cluster.SetStatus(key, document, status);
    }

    // 198.18.0.0/15 is set aside for tests of network devices (RFC 2544), so it cannot be anybody's real address.
    private string NextAddress()
    {
        string address;
        do
        {
            _last = (_last % Size) + 1;
            address = string.Create(CultureInfo.InvariantCulture, $"198.19.{_last >> 8}.{_last & 255}");
        }
        while (_taken.ContainsKey(address) && _taken.Count < Size);
        return address;
    }
}

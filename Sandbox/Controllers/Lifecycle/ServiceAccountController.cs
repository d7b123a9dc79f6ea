using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Lifecycle;

/// <summary>Every namespace has the ServiceAccount <c>default</c> and the ConfigMap <c>kube-root-ca.crt</c>.</summary>
internal sealed class ServiceAccountController(Cluster cluster) : Controller(cluster)
{
    private const string Account = "default";
    private const string Certificate = "kube-root-ca.crt";

    public override void Observe(Change change)
    {
        if (change.Resource == Kinds.Namespaces)
            Enqueue(change.Key);
        else if (change.Type != ChangeType.Added && ((change.Resource == Kinds.ServiceAccounts && change.Key.Name == Account) || (change.Resource == Kinds.ConfigMaps && change.Key.Name == Certificate)))
            Enqueue(Kinds.Namespaces.Key(null, change.Key.Namespace!));
    }

    public override void Reconcile(ObjectKey key)
    {
        if (Cluster.Find(key) is not { } @namespace || @namespace.IsDeleting())
            return;
        var account = Kinds.ServiceAccounts.Key(key.Name, Account);
        if (Cluster.Find(account) is null)
        {
            Cluster.Create(account, new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "ServiceAccount",
                ["metadata"] = new JsonObject { ["name"] = Account, ["namespace"] = key.Name },
            });
        }

        var data = new JsonObject { ["ca.crt"] = Cluster.Options.RootCertificate };
        var certificate = Kinds.ConfigMaps.Key(key.Name, Certificate);
        if (Cluster.Find(certificate) is not { } existing)
        {
            Cluster.Create(certificate, new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "ConfigMap",
                ["metadata"] = new JsonObject
                {
                    ["name"] = Certificate,
                    ["namespace"] = key.Name,
                    ["annotations"] = new JsonObject
                    {
                        ["kubernetes.io/description"] = "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.",
                    },
                },
                ["data"] = data,
            });
        }
        else if (!JsonNode.DeepEquals(existing["data"], data))
        {
            Cluster.Update(certificate, existing, copy =>
            {
                copy["data"] = data.DeepClone();
                return true;
            });
        }
    }
}

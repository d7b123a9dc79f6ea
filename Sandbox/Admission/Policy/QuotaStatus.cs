using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Admission.Policy;

/// <summary>Keeps the status of resource quotas true to what their namespaces hold.</summary>
internal sealed class QuotaStatus(ObjectStore store)
{
    private static readonly GroupResource Quotas = new("", "resourcequotas");

    /// <summary>What counts for a quota now.</summary>
    public static Dictionary<string, decimal> Used(ObjectStore store, string space, JsonObject quota)
    {
        var sum = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var resource in Counted(quota.Map("spec", "hard") ?? []))
        {
            foreach (var document in store.List(resource, space))
            {
                if (QuotaUsage.InScope(quota, resource, document))
                    QuotaUsage.Add(sum, QuotaUsage.Of(resource, document));
            }
        }

        return sum;
    }

    /// <summary>Amounts of this name are bytes.</summary>
    public static bool IsBinary(string name) => name.Contains("memory", StringComparison.Ordinal) || name.Contains("storage", StringComparison.Ordinal) && !name.EndsWith("persistentvolumeclaims", StringComparison.Ordinal);

    /// <summary>Follows the changes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var changes = store.Changes.ReadAsync(store.ResourceVersion, Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                foreach (var space in store.List(Quotas).Select(quota => quota.Text("metadata", "namespace")!).Distinct())
                    Update(space);
                await foreach (var batch in changes)
                {
                    foreach (var space in batch.Select(change => change.Key.Namespace).OfType<string>().Distinct())
                        Update(space);
                }
            }
            catch (StatusException expired) when (expired.Code == 410)
            {
                // Too much happened at once: look at everything again.
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void Update(string space)
    {
        foreach (var quota in store.List(Quotas, space))
        {
            var used = Used(store, space, quota);
            store.Update(new(Quotas, space, quota.Text("metadata", "name")!), live =>
            {
                var hard = live.Map("spec", "hard") ?? [];
                live["status"] = new JsonObject
                {
                    ["hard"] = hard.DeepClone(),
                    ["used"] = new JsonObject([.. hard.Select(one => KeyValuePair.Create<string, JsonNode?>(one.Key, Quantity.Write(used.GetValueOrDefault(one.Key), IsBinary(one.Key))))]),
                };
                return true;
            });
        }
    }

    /// <summary>The resources that the names in a quota speak of.</summary>
    private static HashSet<GroupResource> Counted(JsonObject hard)
    {
        var resources = new HashSet<GroupResource>();
        foreach (var (name, _) in hard)
        {
            if (name.StartsWith("count/", StringComparison.Ordinal))
            {
                var dot = name.IndexOf('.', StringComparison.Ordinal);
                resources.Add(dot < 0 ? new("", name[6..]) : new(name[(dot + 1)..], name[6..dot]));
            }
            else if (name.StartsWith("services", StringComparison.Ordinal))
            {
                resources.Add(new("", "services"));
            }
            else if (name is "persistentvolumeclaims" or "requests.storage" || name.Contains(".storageclass.storage.k8s.io/", StringComparison.Ordinal))
            {
                resources.Add(new("", "persistentvolumeclaims"));
            }
            else
            {
                resources.Add(name is "configmaps" or "secrets" or "replicationcontrollers" or "resourcequotas" ? new("", name) : new("", "pods"));
            }
        }

        return resources;
    }
}

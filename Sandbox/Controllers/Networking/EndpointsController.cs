using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Networking;

/// <summary>Keeps the Endpoints and EndpointSlices of every Service with a selector (pkg/controller/endpoint, endpointslice).</summary>
internal sealed class EndpointsController(Cluster cluster) : Controller(cluster)
{
    private readonly Dictionary<(string, string, string), HashSet<ObjectKey>> _services = [];
    private readonly Dictionary<ObjectKey, (string, string, string)> _indexed = [];

    public override void Observe(Change change)
    {
        if (change.Resource == Kinds.Services)
        {
            Index(change);
            Enqueue(change.Key);
        }
        else if (change.Resource == Kinds.Pods)
        {
            ObservePod(change);
        }
        else if (change.Type != ChangeType.Added && change.Resource == Kinds.EndpointSlices)
        {
            if (change.Current.Label(Endpoints.ServiceLabel) is { } service)
                Enqueue(Kinds.Services.Key(change.Key.Namespace, service));
        }
        else if (change.Type == ChangeType.Deleted && change.Resource == Kinds.Endpoints)
        {
            Enqueue(Kinds.Services.Key(change.Key.Namespace, change.Key.Name));
        }
    }

    public override void Reconcile(ObjectKey key)
    {
        var endpointsKey = Kinds.Endpoints.Key(key.Namespace, key.Name);
        if (Cluster.Find(key) is not { } service)
        {
            if (Cluster.Find(endpointsKey) is { } left && left.Label(Endpoints.ManagedBy) == Endpoints.Manager)
                Cluster.Delete(endpointsKey, left);
            return;
        }

        if (service.IsDeleting() || service.Text("spec", "type") == "ExternalName" || service.Map("spec", "selector") is not { Count: > 0 } selector)
            return;
        var pods = Cluster.Index.Matching(Kinds.Pods, key.Namespace!, Selector.OfLabels(selector)).Select(pod => pod.Document)
            .Where(pod => pod.Text("status", "podIP") is not null && !pod.IsFinished()).ToList();
        WriteEndpoints(endpointsKey, service, pods);
        WriteSlices(key, service, pods);
    }

    private void WriteEndpoints(ObjectKey key, JsonObject service, List<JsonObject> pods)
    {
        var wanted = Endpoints.Of(service, pods);
        if (Cluster.Find(key) is not { } existing)
        {
            Stamp(wanted, pods);
            Cluster.Create(key, wanted);
        }
        else if (!JsonNode.DeepEquals(existing["subsets"], wanted["subsets"]))
        {
            Cluster.Update(key, existing, copy =>
            {
                copy.Remove("subsets");
                if (wanted["subsets"] is { } subsets)
                    copy["subsets"] = subsets.DeepClone();
                Stamp(copy, pods);
                return true;
            });
        }
    }

    private void WriteSlices(ObjectKey key, JsonObject service, List<JsonObject> pods)
    {
        var existing = Cluster.Index.OwnedBy(service.Uid(), Kinds.EndpointSlices).Where(slice => !slice.Document.IsDeleting()).ToList();
        var wanted = Endpoints.SlicesOf(service, pods);
        for (var i = 0; i < Math.Max(existing.Count, wanted.Count); i++)
        {
            if (i >= wanted.Count)
            {
                Cluster.Delete(existing[i].Key, existing[i].Document);
            }
            else if (i >= existing.Count)
            {
                Stamp(wanted[i], pods);
                Cluster.Create(Kinds.EndpointSlices.Key(key.Namespace, Names.Generate($"{key.Name}-")), wanted[i]);
            }
            else if (!Endpoints.SameSlice(existing[i].Document, wanted[i]))
            {
                var slice = wanted[i];
                Cluster.Update(existing[i].Key, existing[i].Document, copy =>
                {
                    Endpoints.CopySlice(slice, copy);
                    Stamp(copy, pods);
                    if (copy.Generation() is > 0 and var generation)
                        copy.Ensure("metadata")["generation"] = generation + 1;
                    return true;
                });
            }
        }
    }

    private void Stamp(JsonObject document, List<JsonObject> pods)
    {
        if (pods.Count > 0)
            document.Ensure("metadata").Ensure("annotations")["endpoints.kubernetes.io/last-change-trigger-time"] = Now.Stamp();
    }

    private void ObservePod(Change change)
    {
        foreach (var key in Selecting(change.Key.Namespace!, change.Current))
            Enqueue(key);
        if (change.Type == ChangeType.Modified && change.Previous is { } before && !JsonNode.DeepEquals(before.At("metadata", "labels"), change.Current.At("metadata", "labels")))
        {
            foreach (var key in Selecting(change.Key.Namespace!, before))
                Enqueue(key);
        }
    }

    // A pod finds its services by its labels: each is kept under the first pair of its selector.
    private IEnumerable<ObjectKey> Selecting(string @namespace, JsonObject pod) => pod.Pairs("metadata", "labels")
        .SelectMany(label => _services.GetValueOrDefault((@namespace, label.Key, label.Value)) ?? [])
        .Where(key => Cluster.Find(key) is { } service && Selector.OfLabels(service.At("spec", "selector")).Matches(pod));

    private void Index(Change change)
    {
        if (_indexed.Remove(change.Key, out var before))
            _services[before].Remove(change.Key);
        if (change.Type == ChangeType.Deleted || Selector.OfLabels(change.Current.At("spec", "selector")).Labels is not [var first, ..])
            return;
        var place = (change.Key.Namespace!, first.Key, first.Value);
        if (!_services.TryGetValue(place, out var keys))
            _services[place] = keys = [];
        keys.Add(change.Key);
        _indexed[change.Key] = place;
    }
}

using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Policy;

/// <summary>
/// Keeps <c>status.used</c> of every ResourceQuota (pkg/controller/resourcequota). Each quota has a ledger of what every object uses,
/// so that a change costs the same however much there is.
/// </summary>
internal sealed class QuotaController(Cluster cluster) : Controller(cluster)
{
    private readonly Dictionary<string, Dictionary<ObjectKey, Ledger>> _namespaces = [];

    public override void Observe(Change change)
    {
        if (change.Key.Namespace is not { } @namespace)
            return;
        if (change.Resource == Kinds.Quotas)
            ObserveQuota(@namespace, change);
        if (change.Resource == Kinds.Events || !_namespaces.TryGetValue(@namespace, out var quotas))
            return;
        foreach (var (key, ledger) in quotas)
        {
            if (ledger.Take(change.Key, change.Type == ChangeType.Deleted ? null : change.Current))
                Enqueue(key);
        }
    }

    public override void Reconcile(ObjectKey key)
    {
        if (Cluster.Find(key) is not { } quota || !_namespaces.TryGetValue(key.Namespace!, out var quotas) || !quotas.TryGetValue(key, out var ledger))
            return;
        var hard = quota.Map("spec", "hard") ?? [];
        var used = new JsonObject();
        foreach (var (name, _) in hard)
            used[name] = ledger.Total(name).ToString();
        Cluster.SetStatus(key, quota, new JsonObject { ["hard"] = hard.DeepClone(), ["used"] = used });
    }

    private void ObserveQuota(string @namespace, Change change)
    {
        Enqueue(change.Key);
        if (change.Type == ChangeType.Deleted)
        {
            if (_namespaces.TryGetValue(@namespace, out var left) && left.Remove(change.Key) && left.Count == 0)
                _namespaces.Remove(@namespace);
            return;
        }

        if (!_namespaces.TryGetValue(@namespace, out var quotas))
            _namespaces[@namespace] = quotas = [];
        if (quotas.TryGetValue(change.Key, out var known) && JsonNode.DeepEquals(known.Quota["spec"], change.Current["spec"]))
            return;
        var ledger = quotas[change.Key] = new Ledger(change.Current);
        foreach (var (key, document) in Cluster.Index.In(@namespace))
            ledger.Take(key, document);
    }

    private sealed class Ledger(JsonObject quota)
    {
        private readonly Dictionary<ObjectKey, Dictionary<string, Quantity>> _entries = [];
        private readonly Dictionary<string, Quantity> _totals = [];

        public JsonObject Quota => quota;

        public Quantity Total(string name) => _totals.GetValueOrDefault(name);

        /// <summary>Replaces what an object uses; null takes it out. True when any limited total changed.</summary>
        public bool Take(ObjectKey key, JsonObject? document)
        {
            var usage = document is not null && QuotaUsage.Covers(quota, key.Resource, document) ? QuotaUsage.Of(key.Resource, document) : [];
            foreach (var name in usage.Keys.Where(name => quota.At("spec", "hard", name) is null).ToList())
                usage.Remove(name);
            var before = _entries.GetValueOrDefault(key) ?? [];
            if (before.Count == usage.Count && before.All(entry => usage.TryGetValue(entry.Key, out var now) && now == entry.Value))
                return false;
            foreach (var (name, amount) in before)
                _totals[name] = _totals.GetValueOrDefault(name) - amount;
            foreach (var (name, amount) in usage)
                _totals[name] = _totals.GetValueOrDefault(name) + amount;
            if (usage.Count == 0)
                _entries.Remove(key);
            else
                _entries[key] = usage;
            return true;
        }
    }
}

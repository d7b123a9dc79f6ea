using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Lifecycle;

/// <summary>Forgets Events after their time, as the API server does.</summary>
internal sealed class EventExpiry(Cluster cluster) : Controller(cluster)
{
    public override void Observe(Change change)
    {
        if (change.Resource.Plural == "events" && change.Type == ChangeType.Added)
            EnqueueAfter(change.Key, Cluster.Options.EventLifetime);
    }

    public override void Reconcile(ObjectKey key)
    {
        if (Cluster.Find(key) is not { } found)
            return;
        var last = found.Time("lastTimestamp") ?? found.Time("series", "lastObservedTime") ?? found.Time("metadata", "creationTimestamp") ?? Now;
        if (last + Cluster.Options.EventLifetime <= Now)
            Cluster.Delete(key, found);
        else
            EnqueueAt(key, last + Cluster.Options.EventLifetime);
    }
}

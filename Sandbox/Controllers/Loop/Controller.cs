using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Loop;

/// <summary>
/// A level-triggered controller: a change names objects to look at, and looking at one compares what is with what should be and writes the difference.
/// Everything runs on the loop's one thread, so a controller needs no locks.
/// </summary>
internal abstract class Controller(Cluster cluster)
{
    protected Cluster Cluster { get; } = cluster;

    protected DateTimeOffset Now => Cluster.Time.GetUtcNow();

    /// <summary>Makes what must exist from the start.</summary>
    public virtual void Start()
    {
    }

    /// <summary>Enqueues the objects that a change concerns. Called for every change of every resource, so it must be quick to say no.</summary>
    public abstract void Observe(Change change);

    /// <summary>Brings one object closer to what it should be. May be called at any time, for objects that are gone too.</summary>
    public abstract void Reconcile(ObjectKey key);

    protected void Enqueue(ObjectKey key) => Cluster.Queue.Add(new WorkItem(this, key));

    protected void EnqueueAfter(ObjectKey key, TimeSpan delay) => Cluster.Queue.AddAfter(new WorkItem(this, key), delay);

    protected void EnqueueAt(ObjectKey key, DateTimeOffset due) => EnqueueAfter(key, due - Now);
}

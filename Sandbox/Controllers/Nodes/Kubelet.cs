using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Nodes;

/// <summary>
/// Runs the pods of the node in appearance: the truth is in their status, so a restart goes on where it stopped; only the running delays are kept in memory.
/// </summary>
internal sealed class Kubelet(Cluster cluster) : Controller(cluster)
{
    private readonly Dictionary<string, PodRun> _runs = [];
    private readonly Dictionary<ObjectKey, HashSet<ObjectKey>> _missing = [];
    private readonly HashSet<string> _images = [];
    private readonly PodNetwork _network = new();

    public override void Observe(Change change)
    {
        if (change.Resource == Kinds.Pods)
        {
            _network.Observe(change);
            if (change.Type == ChangeType.Deleted)
                _runs.Remove(change.Current.Uid());
            else if (change.Current.Text("spec", "nodeName") == Cluster.Options.NodeName || change.Current.IsDeleting())
                Enqueue(change.Key);
        }
        else if (_missing.Remove(change.Key, out var pods))
        {
            foreach (var pod in pods)
                Enqueue(pod);
        }
    }

    public override void Reconcile(ObjectKey key)
    {
        if (Cluster.Find(key) is not { } pod)
            return;
        if (pod.Text("spec", "nodeName") is var node && node != Cluster.Options.NodeName)
        {
            // Nobody else would end a pod on a node that does not exist (pkg/controller/podgc).
            if (pod.IsDeleting() && (node is null || Cluster.Find(Kinds.Nodes.Key(null, node)) is null))
                Cluster.Delete(key, pod, gracePeriodSeconds: 0);
            return;
        }

        var uid = pod.Uid();
        if (pod.IsDeleting())
        {
            Stop(key, pod);
            return;
        }

        if (pod.IsFinished())
        {
            _runs.Remove(uid);
            return;
        }

        if (!_runs.TryGetValue(uid, out var run))
            _runs[uid] = run = new PodRun();
        run.Begin(Now);
        var sync = new PodSync(Cluster, pod, run, _images, _network, dependency => Wait(dependency, key));
        var status = sync.Advance();
        if (Cluster.SetStatus(key, pod, status) || sync.HasNews)
            sync.Report();
        if (run.Next is { } due)
            EnqueueAt(key, due);
    }

    private void Stop(ObjectKey key, JsonObject pod)
    {
        var running = pod.Items("status", "containerStatuses").Where(container => container.Map("state", "running") is not null).Select(container => container.Text("name")).ToList();
        if (!_runs.TryGetValue(pod.Uid(), out var run))
            _runs[pod.Uid()] = run = new PodRun();
        var grace = TimeSpan.FromSeconds(pod.Number("metadata", "deletionGracePeriodSeconds") ?? 0);
        var delay = running.Count == 0 || Cluster.Options.PodStopDelay < grace ? running.Count == 0 ? TimeSpan.Zero : Cluster.Options.PodStopDelay : grace;
        if (run.Stopping is null)
        {
            run.Stopping = Now + delay;
            foreach (var name in running)
                Cluster.Events.Normal("kubelet", "v1", "Pod", pod, "Killing", $"Stopping container {name}", $"spec.containers{{{name}}}");
        }

        if (run.Stopping > Now)
        {
            EnqueueAt(key, run.Stopping.Value);
            return;
        }

        Cluster.Delete(key, pod, gracePeriodSeconds: 0);
        // Its finalizers may keep it; then it shows as ended.
        if (Cluster.Find(key) is { } left && left.Uid() == pod.Uid() && !left.IsFinished())
        {
            var status = left.Map("status")?.Copy() ?? [];
            PodStatus.End(status, left, Now);
            Cluster.SetStatus(key, left, status);
        }

        _runs.Remove(pod.Uid());
    }

    private void Wait(ObjectKey dependency, ObjectKey pod)
    {
        if (!_missing.TryGetValue(dependency, out var pods))
            _missing[dependency] = pods = [];
        pods.Add(pod);
    }
}

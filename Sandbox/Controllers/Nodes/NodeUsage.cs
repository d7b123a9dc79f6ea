using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Nodes;

/// <summary>What the pods on each node request together, kept up to date change by change.</summary>
internal sealed class NodeUsage
{
    private readonly Dictionary<string, (string Node, Dictionary<string, decimal> Requests)> _pods = [];
    private readonly Dictionary<string, Dictionary<string, decimal>> _nodes = [];

    /// <summary>Takes up a pod's change. True when it gave something back.</summary>
    public bool Observe(Change change)
    {
        var pod = change.Current;
        if (change.Type == ChangeType.Deleted || pod.IsFinished())
            return Release(pod.Uid());
        if (pod.Text("spec", "nodeName") is { Length: > 0 } node)
            Take(pod, node);
        return false;
    }

    public void Take(JsonObject pod, string node)
    {
        if (_pods.ContainsKey(pod.Uid()))
            return;
        var requests = PodResources.Requests(pod["spec"]);
        requests["pods"] = 1;
        _pods[pod.Uid()] = (node, requests);
        if (!_nodes.TryGetValue(node, out var sum))
            _nodes[node] = sum = [];
        foreach (var (name, amount) in requests)
            sum[name] = sum.GetValueOrDefault(name) + amount;
    }

    public decimal Of(string node, string resource) => _nodes.TryGetValue(node, out var sum) ? sum.GetValueOrDefault(resource) : 0;

    private bool Release(string uid)
    {
        if (!_pods.Remove(uid, out var held))
            return false;
        foreach (var (name, amount) in held.Requests)
            _nodes[held.Node][name] -= amount;
        return true;
    }
}

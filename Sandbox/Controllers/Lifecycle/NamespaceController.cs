using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Lifecycle;

/// <summary>Empties a namespace that is being deleted and lets it go once nothing is left (pkg/controller/namespace).</summary>
internal sealed class NamespaceController(Cluster cluster) : Controller(cluster)
{
    private const string Finalizer = "kubernetes";

    private readonly HashSet<string> _terminating = [];

    public override void Observe(Change change)
    {
        if (change.Resource == Kinds.Namespaces)
        {
            if (change.Type != ChangeType.Deleted && change.Current.IsDeleting())
                _terminating.Add(change.Key.Name);
            else
                _terminating.Remove(change.Key.Name);
            Enqueue(change.Key);
        }
        else if (change.Key.Namespace is { } @namespace && _terminating.Contains(@namespace))
        {
            Enqueue(Kinds.Namespaces.Key(null, @namespace));
        }
    }

    public override void Reconcile(ObjectKey key)
    {
        if (Cluster.Find(key) is not { } @namespace)
            return;
        if (!@namespace.IsDeleting())
        {
            if (@namespace.Text("status", "phase") is null)
                Cluster.SetStatus(key, @namespace, new JsonObject { ["phase"] = "Active" });
            return;
        }

        foreach (var (content, document) in Cluster.Index.In(key.Name))
        {
            if (!document.IsDeleting())
                Cluster.Delete(content, document);
        }

        var left = Cluster.Index.In(key.Name);
        if (left.Count > 0)
        {
            Cluster.SetStatus(key, @namespace, Status(@namespace, left));
            return;
        }

        Cluster.Update(key, @namespace, copy =>
        {
            if (copy.At("spec", "finalizers") is not JsonArray finalizers || finalizers.FirstOrDefault(node => node.Text() == Finalizer) is not { } finalizer)
                return false;
            finalizers.Remove(finalizer);
            copy["status"] = Status(copy, left);
            return true;
        });
        // Without a finalizer of its own (made by a client that set none) it has nothing to wait for.
        if (Cluster.Find(key) is { } kept && kept.IsDeleting() && !kept.Finalizers().Any() && !kept.Texts("spec", "finalizers").Any())
            Cluster.Delete(key, kept);
    }

    private JsonObject Status(JsonObject @namespace, IReadOnlyList<(ObjectKey Key, JsonObject Document)> left)
    {
        var status = @namespace.Map("status")?.Copy() ?? [];
        status["phase"] = "Terminating";
        status.SetCondition("NamespaceDeletionDiscoveryFailure", "False", "ResourcesDiscovered", "All resources successfully discovered", Now);
        status.SetCondition("NamespaceDeletionGroupVersionParsingFailure", "False", "ParsedGroupVersions", "All legacy kube types successfully parsed", Now);
        status.SetCondition("NamespaceDeletionContentFailure", "False", "ContentDeleted", "All content successfully deleted, may be waiting on finalization", Now);
        if (left.Count > 0)
        {
            var counts = left.GroupBy(item => Name(item.Key.Resource)).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key} has {group.Count()} resource instances");
            status.SetCondition("NamespaceContentRemaining", "True", "SomeResourcesRemain", $"Some resources are remaining: {string.Join(", ", counts)}", Now);
        }
        else
        {
            status.SetCondition("NamespaceContentRemaining", "False", "ContentRemoved", "All content successfully removed", Now);
        }

        var finalizers = left.SelectMany(item => item.Document.Finalizers()).GroupBy(finalizer => finalizer).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key} in {group.Count()} resource instances").ToList();
        if (finalizers.Count > 0)
            status.SetCondition("NamespaceFinalizersRemaining", "True", "SomeFinalizersRemain", $"Some content in the namespace has finalizers remaining: {string.Join(", ", finalizers)}", Now);
        else
            status.SetCondition("NamespaceFinalizersRemaining", "False", "ContentHasNoFinalizers", "All content-preserving finalizers finished", Now);
        return status;
    }

    private static string Name(GroupResource resource) => resource.Group.Length == 0 ? $"{resource.Plural}." : $"{resource.Plural}.{resource.Group}";
}

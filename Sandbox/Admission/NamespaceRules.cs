using System.Text.Json.Nodes;
using Dodas.Sandbox.Api;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Admission;

/// <summary>Nothing is created in a namespace that is missing or going.</summary>
internal sealed class NamespaceRules(IObjectStore store) : IAdmission
{
    private static readonly GroupResource Namespaces = new("", "namespaces");

    /// <inheritdoc/>
    public void Admit(Write write)
    {
        if (!write.IsCreate || write.Namespace is not { } name)
            return;
        var found = store.Find(new(Namespaces, null, name));
        if (found is null)
            throw new StatusException(404, "NotFound", $"namespaces \"{name}\" not found", new JsonObject { ["name"] = name, ["kind"] = "namespaces" });
        if (found.Text("metadata", "deletionTimestamp") is null)
            return;
        var refusal = Refusal.Forbidden(write.Kind, write.Document.Text("metadata", "name"), $"unable to create new content in namespace {name} because it is being terminated");
        var details = (JsonObject)refusal.Details!.DeepClone();
        details["causes"] = new JsonArray(new JsonObject { ["reason"] = "NamespaceTerminating", ["message"] = $"namespace {name} is being terminated", ["field"] = "metadata.namespace" });
        throw new StatusException(403, "Forbidden", refusal.Message, details);
    }
}

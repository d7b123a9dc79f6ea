using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Admission;

/// <summary>A CustomResourceDefinition is served at once: its names are accepted and it is established as it is written.</summary>
internal sealed class CustomDefinitions(TimeProvider time) : IAdmission
{
    /// <inheritdoc/>
    public void Admit(Write write)
    {
        if (write.Kind is not { Group: "apiextensions.k8s.io", Plural: "customresourcedefinitions" } || write.Subresource is not null || write.Document.Map("spec") is not { } spec)
            return;
        var now = Lifecycle.Timestamp(time.GetUtcNow());
        var status = write.Document.Ensure("status");
        status["acceptedNames"] = spec["names"]?.DeepClone();
        status["storedVersions"] ??= new JsonArray([.. spec.Items("versions").Where(version => version.Flag("storage")).Select(version => version["name"]?.DeepClone())]);
        if (status.Items("conditions").Any(condition => condition.Text("type") == "Established"))
            return;
        status["conditions"] = new JsonArray(
            Condition("NamesAccepted", "NoConflicts", "no conflicts found", now),
            Condition("Established", "InitialNamesAccepted", "the initial names have been accepted", now));
    }

    private static JsonObject Condition(string type, string reason, string message, string now) =>
        new() { ["type"] = type, ["status"] = "True", ["lastTransitionTime"] = now, ["reason"] = reason, ["message"] = message };
}

using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Controllers.Objects;

/// <summary>Owner references.</summary>
internal static class Owners
{
    public static IEnumerable<JsonObject> OwnerReferences(this JsonNode? document) => document.Items("metadata", "ownerReferences");

    /// <summary>The reference to the managing controller, or null.</summary>
    public static JsonObject? ControllerReference(this JsonNode? document) =>
        document.OwnerReferences().FirstOrDefault(reference => reference.Flag("controller"));

    public static bool IsControlledBy(this JsonNode? document, JsonObject owner) => document.ControllerReference().Text("uid") == owner.Uid();

    /// <summary>A controller reference to an owner of the given type.</summary>
    public static JsonObject ReferenceTo(JsonObject owner, string apiVersion, string kind) => new()
    {
        ["apiVersion"] = apiVersion,
        ["kind"] = kind,
        ["name"] = owner.Name(),
        ["uid"] = owner.Uid(),
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };
}

using System.Text.Json.Nodes;

namespace Dodas.Portal.Compose;

/// <summary>What is kept of a composition between two looks at it. It holds no secret.</summary>
/// <param name="Name">Name of the cluster to be.</param>
/// <param name="NameTouched">A person chose the name, so that no other is proposed.</param>
/// <param name="Selected">Block whose settings were shown.</param>
/// <param name="Composition">The document <c>dodas/v1</c>.</param>
public sealed record ComposeDraft(string Name, bool NameTouched, string? Selected, JsonObject Composition);

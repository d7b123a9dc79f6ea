using System.Text.Json.Nodes;

namespace Dodas.Sandbox.Resources;

/// <summary>What a CustomResourceDefinition says about one version of its resource.</summary>
/// <param name="Validation">The structural schema (<c>openAPIV3Schema</c>), or null.</param>
/// <param name="PrinterColumns">The columns of <c>kubectl get</c>, or null for name and age.</param>
/// <param name="SpecReplicasPath">Where the scale subresource reads and writes the wanted replicas, or null.</param>
/// <param name="StatusReplicasPath">Where it reads the present replicas.</param>
/// <param name="LabelSelectorPath">Where it reads the selector, or null.</param>
internal sealed record CustomResource(JsonObject? Validation, JsonArray? PrinterColumns, string? SpecReplicasPath, string? StatusReplicasPath, string? LabelSelectorPath);

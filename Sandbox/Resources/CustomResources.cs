using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Resources;

/// <summary>The resources that a CustomResourceDefinition asks for, one a served version.</summary>
internal static class CustomResources
{
    private static readonly string[] AllVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
    private static readonly string[] SubVerbs = ["get", "patch", "update"];

    /// <summary>Reads a definition.</summary>
    public static IEnumerable<ResourceKind> Read(JsonObject definition)
    {
        var spec = definition.Map("spec")!;
        var names = spec.Map("names")!;
        var group = spec.Text("group") ?? "";
        var kind = names.Text("kind") ?? "";
        var plural = names.Text("plural") ?? "";
        var stored = spec.Items("versions").FirstOrDefault(version => version.Flag("storage")).Text("name") ?? "";
        foreach (var version in spec.Items("versions").Where(version => version.Flag("served")))
        {
            var validation = version.Map("schema", "openAPIV3Schema");
            var package = string.Join('.', group.Split('.').Reverse()) + "." + version.Text("name");
            yield return new ResourceKind
            {
                Group = group,
                Version = version.Text("name") ?? "",
                Kind = kind,
                Plural = plural,
                Singular = names.Text("singular") ?? kind.ToLowerInvariant(),
                Namespaced = spec.Text("scope") == "Namespaced",
                Verbs = AllVerbs,
                ShortNames = Texts(names.List("shortNames")),
                Categories = Texts(names.List("categories")),
                Subresources = [.. Subresources(version, group, kind)],
                Schema = StructuralSchemas.Root(validation, kind, package),
                ListKind = names.Text("listKind") ?? kind + "List",
                Stored = new(group, plural),
                StoredVersion = stored,
                Custom = new CustomResource(
                    validation,
                    version.List("additionalPrinterColumns"),
                    version.Text("subresources", "scale", "specReplicasPath"),
                    version.Text("subresources", "scale", "statusReplicasPath"),
                    version.Text("subresources", "scale", "labelSelectorPath")),
            };
        }
    }

    private static IEnumerable<Subresource> Subresources(JsonObject version, string group, string kind)
    {
        if (version.Map("subresources", "scale") is not null)
            yield return new("scale", "autoscaling", "v1", "Scale", SubVerbs);
        if (version.Map("subresources", "status") is not null)
            yield return new("status", group, version.Text("name") ?? "", kind, SubVerbs);
    }

    private static string[] Texts(JsonArray? list) => [.. (list ?? []).Select(item => item!.GetValue<string>())];
}

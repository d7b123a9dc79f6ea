using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Resources;

/// <summary>Something under a resource, such as <c>deployments/scale</c>.</summary>
/// <param name="Name">The last part of its path.</param>
/// <param name="Group">Group of the kind it speaks.</param>
/// <param name="Version">Version of the kind it speaks.</param>
/// <param name="Kind">The kind it speaks.</param>
/// <param name="Verbs">What may be asked of it.</param>
internal sealed record Subresource(string Name, string Group, string Version, string Kind, IReadOnlyList<string> Verbs);

/// <summary>A served resource in one version.</summary>
internal sealed record ResourceKind
{
    /// <summary>API group, empty for core.</summary>
    public required string Group { get; init; }

    /// <summary>API version.</summary>
    public required string Version { get; init; }

    /// <summary>Kind of its objects.</summary>
    public required string Kind { get; init; }

    /// <summary>Plural name, as in paths.</summary>
    public required string Plural { get; init; }

    /// <summary>Singular name.</summary>
    public required string Singular { get; init; }

    /// <summary>Its objects live in namespaces.</summary>
    public required bool Namespaced { get; init; }

    /// <summary>What may be asked of it.</summary>
    public required IReadOnlyList<string> Verbs { get; init; }

    /// <summary>Short names for people.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Groups of resources that are listed together, such as <c>all</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>What is under it.</summary>
    public IReadOnlyList<Subresource> Subresources { get; init; } = [];

    /// <summary>The fields of its objects.</summary>
    public required Schema Schema { get; init; }

    /// <summary>The kind of a list of its objects.</summary>
    public string ListKind { get; init; } = "";

    /// <summary>Where its objects are kept.</summary>
    public GroupResource Stored { get; init; }

    /// <summary>The version in which its objects are kept.</summary>
    public string StoredVersion { get; init; } = "";

    /// <summary>What its definition says, when it is a custom resource.</summary>
    public CustomResource? Custom { get; init; }

    /// <summary>Group and version as in <c>apiVersion</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The name as messages have it: <c>deployments.apps</c>.</summary>
    public string QualifiedPlural => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>The name as messages about invalid objects have it: <c>Deployment.apps</c>.</summary>
    public string QualifiedKind => Group.Length == 0 ? Kind : $"{Kind}.{Group}";

    /// <summary>The subresource of a name, or null.</summary>
    public Subresource? Sub(string name) => Subresources.FirstOrDefault(sub => sub.Name == name);

    /// <summary>Says whether writes to the resource leave the status alone.</summary>
    public bool HasStatus => Sub("status") is not null;
}

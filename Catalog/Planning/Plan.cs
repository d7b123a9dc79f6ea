using System.Text.Json.Nodes;
using Dodas.Catalog.Charts;

namespace Dodas.Catalog.Planning;

/// <summary>Where a cluster lives, known before anything is installed.</summary>
/// <param name="Name">Cluster name, at most 24 characters.</param>
/// <param name="Namespace">Kubernetes namespace.</param>
public sealed record ClusterPlace(string Name, string Namespace);

/// <summary>What is to be installed, complete: nothing is asked or looked up any more. Its releases serialise to JSON and are stored with the cluster, so that a restart carries out the same.</summary>
/// <param name="Place">Where.</param>
/// <param name="Releases">The releases, by wave, then in the document's order.</param>
public sealed record Plan(ClusterPlace Place, IReadOnlyList<PlannedRelease> Releases);

/// <summary>One Helm release to be.</summary>
public sealed record PlannedRelease
{
    /// <summary>Name of the block in the composition.</summary>
    public required string Block { get; init; }

    /// <summary>Helm release name: <c>&lt;cluster&gt;-&lt;block&gt;</c>, at most 37 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The pinned chart.</summary>
    public required ChartReference Chart { get; init; }

    /// <summary>Applied once all lower waves are applied; the first is 1.</summary>
    public required int Wave { get; init; }

    /// <summary>Blocks that must be ready before this one is applied: the providers of what it cannot do without. A provider of what it can do without has only to be applied.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>The complete user values: overrides, outputs of providers, names of Secrets. No secret is among them.</summary>
    public required JsonObject Values { get; init; }

    /// <summary>Secrets that must exist before helm runs.</summary>
    public IReadOnlyList<PlannedSecret> Secrets { get; init; } = [];

    /// <summary>Addresses it will have.</summary>
    public IReadOnlyList<PlannedEndpoint> Endpoints { get; init; } = [];
}

/// <summary>A Kubernetes Secret to be, with one key. Exactly one of the three sources is set.</summary>
/// <param name="Name">The contract's name of it.</param>
/// <param name="SecretName">Name of the Kubernetes Secret.</param>
/// <param name="Key">Key in its data.</param>
/// <param name="GenerateBytes">Made of this many random bytes, as lower-case hex text, unless it exists.</param>
/// <param name="Derive">Made from another planned secret by a rule.</param>
/// <param name="Entered">A person typed it; the text travels apart from the plan, encrypted.</param>
public sealed record PlannedSecret(string Name, string SecretName, string Key, int? GenerateBytes, PlannedDerivation? Derive, bool Entered);

/// <summary>How a secret is made from another.</summary>
/// <param name="Rule">Name of the rule.</param>
/// <param name="SecretName">Kubernetes Secret it is made from.</param>
/// <param name="Key">Key in that Secret.</param>
/// <param name="With">What the rule also takes, such as <c>issuer</c> and <c>subject</c>.</param>
public sealed record PlannedDerivation(string Rule, string SecretName, string Key, IReadOnlyDictionary<string, string> With);

/// <summary>An address to be.</summary>
/// <param name="Name"><c>&lt;block&gt;-&lt;endpoint&gt;</c>, unique in the cluster.</param>
/// <param name="Title">What a person reads.</param>
/// <param name="Service">Kubernetes Service.</param>
/// <param name="Port">Its port.</param>
/// <param name="Path">Path of an HTTP address.</param>
/// <param name="Protocol">URI scheme.</param>
/// <param name="SecretName">Kubernetes Secret that opens it, or null.</param>
/// <param name="SecretKey">Key in that Secret, or null.</param>
public sealed record PlannedEndpoint(string Name, string Title, string Service, int Port, string Path, string Protocol, string? SecretName, string? SecretKey)
{
    /// <summary>The address inside the target's network; only the web has paths.</summary>
    public string Url(string @namespace) => $"{Protocol}://{Service}.{@namespace}.svc:{Port}{(Protocol is "http" or "https" ? Path : "")}";
}

namespace Dodas.Catalog.Charts;

/// <summary>One chart version, pinned: what a release stays bound to even when its repository is gone.</summary>
/// <param name="Repository">Name of the repository in this portal.</param>
/// <param name="Name">Chart name; it may hold slashes in an OCI registry.</param>
/// <param name="Version">SemVer version.</param>
/// <param name="Digest">SHA-256 of the archive, lower-case hex.</param>
public sealed record ChartReference(string Repository, string Name, string Version, string Digest);

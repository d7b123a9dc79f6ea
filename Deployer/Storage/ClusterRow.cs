namespace Dodas.Deployer.Storage;

/// <summary>A cluster that a person owns. It stays as a row after it is gone, so that its operations can still be read.</summary>
internal sealed class ClusterRow
{
    /// <summary>12 lower-case base32 characters, immutable.</summary>
    public required string Id { get; init; }

    public required string Project { get; init; }

    /// <summary>Unique in the project among clusters that are not gone.</summary>
    public required string Name { get; init; }

    public required string OwnerId { get; init; }

    public required string Owner { get; init; }

    public required string Target { get; init; }

    public required string Namespace { get; init; }

    /// <summary>The composition as JSON, without secrets.</summary>
    public required string Composition { get; init; }

    /// <summary>All bindings as JSON, those the portal made included.</summary>
    public required string Bindings { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? ExpiresAt { get; init; }

    /// <summary>When its removal was finished, or null while it exists.</summary>
    public DateTime? GoneAt { get; set; }

    public List<ReleaseRow> Releases { get; } = [];

    public List<OperationRow> Operations { get; } = [];
}

namespace Dodas.Deployer.Storage;

/// <summary>An accepted request that may be repeated.</summary>
internal sealed class IdempotencyRow
{
    public required string ActorId { get; init; }

    public required string Key { get; init; }

    /// <summary>SHA-256 of the request's body.</summary>
    public required string BodyHash { get; init; }

    public required string OperationId { get; init; }

    public required string ClusterId { get; init; }

    public required string ClusterName { get; init; }

    public required DateTime CreatedAt { get; init; }
}

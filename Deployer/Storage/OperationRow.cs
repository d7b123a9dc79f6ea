using Dodas.Deployer.Clusters;

namespace Dodas.Deployer.Storage;

/// <summary>One durable run of a plan. The table is also the queue that runners claim from.</summary>
internal sealed class OperationRow : IVersioned
{
    public required string Id { get; init; }

    public required string ClusterId { get; init; }

    public required OperationKind Kind { get; init; }

    public OperationState State { get; set; }

    /// <summary>Why it failed; empty otherwise.</summary>
    public string Cause { get; set; } = "";

    public required string RequestedBy { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? FinishedAt { get; set; }

    /// <summary>Whether a delete keeps the volumes.</summary>
    public bool KeepVolumes { get; init; }

    /// <summary>The runner that has claimed it, or null.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>When the claim ends unless its owner renews it.</summary>
    public DateTime? LeaseUntil { get; set; }

    public int RowVersion { get; set; }

    public List<StepRow> Steps { get; } = [];
}

using Dodas.Deployer.Clusters;

namespace Dodas.Deployer.Storage;

/// <summary>What a step does.</summary>
internal enum StepKind
{
    /// <summary>Makes the namespace and the secrets.</summary>
    Prepare,

    /// <summary>Installs a release and waits until it is ready.</summary>
    Install,

    /// <summary>Uninstalls a release and waits until its objects are gone.</summary>
    Uninstall,

    /// <summary>Removes the volumes, or says that they are kept.</summary>
    Volumes,

    /// <summary>Removes the secrets.</summary>
    Secrets,

    /// <summary>Removes the namespace, or says that it is kept.</summary>
    Namespace,
}

/// <summary>One step of an operation.</summary>
internal sealed class StepRow : IVersioned
{
    public int Id { get; init; }

    public string OperationId { get; init; } = "";

    public required StepKind Kind { get; init; }

    /// <summary>What a person reads: the block's name for a release.</summary>
    public required string Name { get; init; }

    public required int Wave { get; init; }

    /// <summary>Place among the operation's steps.</summary>
    public required int Position { get; init; }

    public StepState State { get; set; }

    /// <summary>What it waits for or why it failed.</summary>
    public string Cause { get; set; } = "";

    public DateTime? StartedAt { get; set; }

    public DateTime? FinishedAt { get; set; }

    public int RowVersion { get; set; }
}

namespace Dodas.Deployer.Storage;

/// <summary>A helm that changes something: written before it starts, completed right after, removed when it has ended. What is left after a crash may still run.</summary>
internal sealed class HelmProcessRow
{
    public int Id { get; init; }

    public required string ClusterId { get; init; }

    public required string Release { get; init; }

    /// <summary>Such as <c>upgrade</c>.</summary>
    public required string Command { get; init; }

    public required string Host { get; init; }

    /// <summary>The call's own directory; also how a helm whose pid was never written can be found.</summary>
    public required string Directory { get; init; }

    public required DateTime IntendedAt { get; init; }

    public int? ProcessId { get; set; }

    /// <summary>When the process started, in the operating system's own count: a recycled pid has another.</summary>
    public long? ProcessStart { get; set; }
}

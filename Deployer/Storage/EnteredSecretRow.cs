namespace Dodas.Deployer.Storage;

/// <summary>A secret that a person typed, encrypted, until it has been made in the target.</summary>
internal sealed class EnteredSecretRow
{
    public int Id { get; init; }

    public required string ClusterId { get; init; }

    /// <summary>Name of the Kubernetes Secret to be.</summary>
    public required string SecretName { get; init; }

    /// <summary>The text, protected with keys outside the database.</summary>
    public required byte[] Protected { get; init; }
}

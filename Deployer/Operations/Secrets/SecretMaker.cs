using System.Security.Cryptography;
using Dodas.Catalog.Planning;
using Dodas.Deployer.Storage;
using Dodas.Deployer.Targets;
using Microsoft.EntityFrameworkCore;

namespace Dodas.Deployer.Operations.Secrets;

/// <summary>Sees to it that the secrets of a plan exist in the target before helm runs. A secret that is there is never changed, so doing it again loses and doubles nothing.</summary>
internal sealed class SecretMaker(IDbContextFactory<DeployerDbContext> contexts, SecretProtection protection, DerivationRules rules)
{
    /// <summary>Makes those that are missing.</summary>
    /// <exception cref="TargetException">The target refused or cannot be reached.</exception>
    /// <exception cref="OperationFailedException">A secret cannot be made at all.</exception>
    public async Task EnsureAsync(ClusterRow cluster, ITarget target, IReadOnlyList<PlannedSecret> secrets, CancellationToken cancellationToken)
    {
        var labels = ClusterLabels.Of(cluster.Id);
        Dictionary<(string Secret, string Key), string> made = [];
        // What is derived comes after what it is derived from.
        foreach (var secret in secrets.OrderBy(secret => secret.Derive is not null))
        {
            var value = secret switch
            {
                { Derive: { } derivation } => rules.Derive(derivation, made.TryGetValue((derivation.SecretName, derivation.Key), out var source)
                    ? source
                    : throw new OperationFailedException($"The secret '{secret.Name}' follows from '{derivation.SecretName}', which the plan does not make.")),
                { Entered: true } => await EnteredAsync(cluster, target, secret, cancellationToken),
                { GenerateBytes: { } bytes } => RandomNumberGenerator.GetHexString(bytes * 2, lowercase: true),
                _ => throw new OperationFailedException($"The plan does not say where the secret '{secret.Name}' comes from."),
            };
            made[(secret.SecretName, secret.Key)] = await target.EnsureSecretAsync(cluster.Namespace, secret.SecretName, secret.Key, value, labels, cancellationToken);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.EnteredSecrets.Where(row => row.ClusterId == cluster.Id).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<string> EnteredAsync(ClusterRow cluster, ITarget target, PlannedSecret secret, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.EnteredSecrets.AsNoTracking().SingleOrDefaultAsync(row => row.ClusterId == cluster.Id && row.SecretName == secret.SecretName, cancellationToken);
        if (row is not null) return protection.Unprotect(row.Protected);
        // Our copy goes once all secrets are in the target.
        return await target.ReadSecretAsync(cluster.Namespace, secret.SecretName, secret.Key, cancellationToken)
            ?? throw new OperationFailedException($"The secret '{secret.Name}' was entered once and is no longer in the target. Delete this cluster and create it again.");
    }
}

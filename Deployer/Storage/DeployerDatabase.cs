using Microsoft.EntityFrameworkCore;

namespace Dodas.Deployer.Storage;

/// <summary>Brings the deployer's tables to what this version needs. To be called before anything else of the deployer runs.</summary>
public sealed class DeployerDatabase
{
    private readonly IDbContextFactory<DeployerDbContext> _contexts;

    internal DeployerDatabase(IDbContextFactory<DeployerDbContext> contexts) => _contexts = contexts;

    /// <summary>Runs the migrations that have not run yet; the folder of the database must exist.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }
}

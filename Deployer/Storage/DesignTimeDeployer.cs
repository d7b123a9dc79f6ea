using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Dodas.Deployer.Storage;

/// <summary>Lets <c>dotnet ef migrations add … --project Deployer</c> make migrations without the portal.</summary>
internal sealed class DesignTimeDeployer : IDesignTimeDbContextFactory<DeployerDbContext>
{
    public DeployerDbContext CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<DeployerDbContext>()
        .UseSqlite("Data Source=:memory:", sqlite => sqlite.MigrationsHistoryTable(DeployerDbContext.MigrationsTable))
        .Options);
}

using Microsoft.Data.Sqlite;

namespace Dodas.Deployer.Tests.World;

/// <summary>A folder that is gone after the test.</summary>
public sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("deployer-").FullName;

    public string ConnectionString => $"Data Source={System.IO.Path.Combine(Path, "portal.db")}";

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(Path, recursive: true);
    }
}

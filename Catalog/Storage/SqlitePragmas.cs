using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Dodas.Catalog.Storage;

/// <summary>
/// Sets up every SQLite connection for one file that several contexts share: readers never wait for the writer (WAL), a commit costs
/// no disk flush (<c>synchronous=NORMAL</c>: a power cut, not a crash, may lose the very last ones), and writers wait 5 s for each other.
/// </summary>
public sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;";

    /// <inheritdoc/>
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

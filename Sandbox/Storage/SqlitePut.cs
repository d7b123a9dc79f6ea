using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Dodas.Sandbox.Storage;

/// <summary>The prepared statements of one commit.</summary>
internal sealed class SqlitePut : IDisposable
{
    private readonly SqliteCommand upsert;
    private readonly SqliteCommand remove;
    private readonly SqliteCommand mark;

    /// <summary>Prepares the statements for one transaction.</summary>
    public SqlitePut(SqliteConnection connection, SqliteTransaction transaction)
    {
        upsert = Prepare("INSERT INTO objects VALUES($1, $2, $3, $4, $5, $6) ON CONFLICT DO UPDATE SET version=excluded.version, document=excluded.document", 6);
        remove = Prepare("DELETE FROM objects WHERE grp=$1 AND plural=$2 AND ns=$3 AND name=$4", 4);
        mark = Prepare("UPDATE facts SET value=$1 WHERE name='resourceVersion'", 1);

        SqliteCommand Prepare(string text, int parameters)
        {
            var command = connection.CreateCommand();
            command.CommandText = text;
            command.Transaction = transaction;
            for (var i = 1; i <= parameters; i++)
                command.Parameters.Add(new SqliteParameter { ParameterName = "$" + i.ToString(CultureInfo.InvariantCulture) });
            return command;
        }
    }

    /// <summary>Writes one object, or removes it when there is no text.</summary>
    public void Write(ObjectKey key, byte[]? utf8, long version)
    {
        if (utf8 is null)
            Run(remove, key.Resource.Group, key.Resource.Plural, key.Namespace ?? "", key.Name);
        else
            Run(upsert, key.Resource.Group, key.Resource.Plural, key.Namespace ?? "", key.Name, version, utf8);
    }

    /// <summary>Writes the version up to which the file is complete.</summary>
    public void Mark(long version) => Run(mark, version.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public void Dispose()
    {
        upsert.Dispose();
        remove.Dispose();
        mark.Dispose();
    }

    private static void Run(SqliteCommand command, params object[] values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        command.ExecuteNonQuery();
    }
}

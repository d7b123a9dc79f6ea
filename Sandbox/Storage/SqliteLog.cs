using System.Globalization;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Dodas.Sandbox.Storage;

/// <summary>
/// The objects in one SQLite file. Writes that come while a commit is under way are gathered into the next one (group commit), the latest state of
/// an object only; WAL with <c>synchronous=NORMAL</c> keeps every commit when the process is killed.
/// </summary>
internal sealed class SqliteLog : IDurableLog
{
    private readonly Lock gate = new();
    private readonly SqliteConnection connection;
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Task writer;
    private Batch pending = new();
    private Batch? underway;

    private SqliteLog(SqliteConnection connection)
    {
        this.connection = connection;
        writer = Task.Run(WriteAsync);
    }

    /// <summary>Opens or creates a file and hands over what it holds.</summary>
    /// <exception cref="IOException">The file cannot be used; the message says why.</exception>
    public static (SqliteLog Log, List<(ObjectKey Key, StoredObject Item)> Objects, long ResourceVersion) Open(string file)
    {
        var opened = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        try
        {
            opened.Open();
            using var setup = opened.CreateCommand();
            setup.CommandText = """
                PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=2000; PRAGMA locking_mode=EXCLUSIVE;
                CREATE TABLE IF NOT EXISTS objects(grp TEXT, plural TEXT, ns TEXT, name TEXT, version INTEGER, document BLOB, PRIMARY KEY(grp, plural, ns, name)) WITHOUT ROWID;
                CREATE TABLE IF NOT EXISTS facts(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
                INSERT OR IGNORE INTO facts VALUES('resourceVersion', '0');
                """;
            setup.ExecuteNonQuery();
            var (objects, version) = Load(opened);
            return (new SqliteLog(opened), objects, version);
        }
        catch (SqliteException e)
        {
            opened.Dispose();
            throw new IOException($"The sandbox cannot use the data file {file}: {e.Message} Another process may have it open, or it is not a file of the sandbox.", e);
        }
    }

    /// <inheritdoc/>
    public void Enqueue(ObjectKey key, byte[]? utf8, long resourceVersion)
    {
        lock (gate)
        {
            pending.Writes[key] = (utf8, resourceVersion);
            pending.ResourceVersion = resourceVersion;
        }

        wake.Writer.TryWrite(true);
    }

    /// <inheritdoc/>
    public Task WhenDurableAsync(long resourceVersion, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (underway is not null && underway.ResourceVersion >= resourceVersion)
                return underway.Done.Task.WaitAsync(cancellationToken);
            return pending.Writes.Count > 0 ? pending.Done.Task.WaitAsync(cancellationToken)
                : underway is not null ? underway.Done.Task.WaitAsync(cancellationToken)
                : Task.CompletedTask;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        wake.Writer.TryComplete();
        await writer.WaitAsync(CancellationToken.None);
        await connection.DisposeAsync();
    }

    private static (List<(ObjectKey, StoredObject)> Objects, long Version) Load(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT value FROM facts WHERE name='resourceVersion'";
        var version = long.Parse((string)command.ExecuteScalar()!, CultureInfo.InvariantCulture);
        command.CommandText = "SELECT grp, plural, ns, name, version, document FROM objects";
        using var reader = command.ExecuteReader();
        var objects = new List<(ObjectKey, StoredObject)>();
        while (reader.Read())
        {
            var key = new ObjectKey(new(reader.GetString(0), reader.GetString(1)), reader.GetString(2) is { Length: > 0 } ns ? ns : null, reader.GetString(3));
            objects.Add((key, new StoredObject((byte[])reader[5], reader.GetInt64(4))));
        }

        return (objects, version);
    }

    private async Task WriteAsync()
    {
        while (await wake.Reader.WaitToReadAsync())
        {
            wake.Reader.TryRead(out _);
            CommitPending();
        }

        CommitPending();
    }

    private void CommitPending()
    {
        Batch batch;
        lock (gate)
        {
            if (pending.Writes.Count == 0)
                return;
            batch = underway = pending;
            pending = new();
        }

        Exception? failure = null;
        try
        {
            Commit(batch);
        }
        catch (SqliteException e)
        {
            failure = new IOException($"The sandbox could not write its data file: {e.Message}", e);
        }

        lock (gate)
        {
            if (failure is not null)
            {
                // What could not be written is tried again with the next batch; those who wait for it learn that it is not safe.
                foreach (var (key, write) in batch.Writes)
                    pending.Writes.TryAdd(key, write);
                pending.ResourceVersion = Math.Max(pending.ResourceVersion, batch.ResourceVersion);
            }

            underway = null;
        }

        if (failure is null)
            batch.Done.SetResult();
        else
            batch.Done.SetException(failure);
    }

    private void Commit(Batch batch)
    {
        using var transaction = connection.BeginTransaction();
        using var put = new SqlitePut(connection, transaction);
        foreach (var (key, (utf8, version)) in batch.Writes)
            put.Write(key, utf8, version);
        put.Mark(batch.ResourceVersion);
        transaction.Commit();
    }

    private sealed class Batch
    {
        public Dictionary<ObjectKey, (byte[]? Utf8, long Version)> Writes { get; } = [];

        public long ResourceVersion { get; set; }

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

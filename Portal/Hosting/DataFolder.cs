namespace Dodas.Portal.Hosting;

/// <summary>The data folder, held by this process alone: SQLite is never shared between portals. The lock goes with the process, however it ends.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream held;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        this.held = held;
    }

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>Connection string of the one database file.</summary>
    public string ConnectionString => $"Data Source={System.IO.Path.Combine(Path, "portal.db")}";

    /// <exception cref="InvalidOperationException">Another portal holds it, or it cannot be written; the message says which.</exception>
    public static DataFolder Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(path);
            // Also a folder that was there before: the database and the sandbox's keys are nobody else's to read.
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var file = new FileStream(System.IO.Path.Combine(path, "portal.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new DataFolder(path, file);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new InvalidOperationException($"The data folder '{path}' cannot be written. Choose another with --data.", exception);
        }
        catch (IOException exception)
        {
            throw new InvalidOperationException(
                $"The data folder '{path}' cannot be used ({exception.Message}). Is another portal running on it? Stop it, or choose another folder with --data.", exception);
        }
    }

    public void Dispose() => held.Dispose();
}

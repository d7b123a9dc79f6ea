using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Dodas.Catalog.Charts;

/// <summary>Chart archives by the digest of their bytes. A file that is here is whole: it gets its name only after its digest was computed.</summary>
internal sealed class ArchiveStore(IOptions<CatalogOptions> options)
{
    private readonly string _directory = options.Value.ArchiveDirectory;

    public string PathOf(string digest) => ChartNames.IsDigest(digest)
        ? Path.Combine(_directory, $"{digest}.tgz")
        : throw new ChartUnavailableException("The chart is pinned to something that is no SHA-256 digest; pin it again.");

    public bool Has(string digest) => File.Exists(PathOf(digest));

    /// <summary>Whether the archive is here and still has its digest; one that was damaged on disk is removed.</summary>
    public async Task<bool> CheckAsync(string digest, CancellationToken cancellationToken)
    {
        var path = PathOf(digest);
        if (!File.Exists(path))
            return false;
        if (await DigestAsync(path, cancellationToken) == digest)
            return true;
        File.Delete(path);
        return false;
    }

    /// <summary>Keeps what <paramref name="write"/> writes and returns its digest.</summary>
    /// <param name="write">Writes the archive to the stream it is given.</param>
    /// <param name="expected">The digest it must have, or null for any.</param>
    /// <param name="cancellationToken">Stops; nothing is kept.</param>
    /// <exception cref="ArchiveRefusedException">It has another digest; nothing is kept.</exception>
    public async Task<string> PutAsync(Func<Stream, Task> write, string? expected, CancellationToken cancellationToken)
    {
        var part = NewPart();
        try
        {
            await using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None))
                await write(file);
            var digest = await DigestAsync(part, cancellationToken);
            if (expected is not null && digest != expected)
                throw new ArchiveRefusedException($"its digest is {digest}, but {expected} was promised");
            File.Move(part, PathOf(digest), overwrite: true);
            return digest;
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Opens an archive for reading.</summary>
    public FileStream Open(string digest) => new(PathOf(digest), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

    /// <summary>A file for something on its way, gone when it is closed.</summary>
    public FileStream OpenScratch() => new(NewPart(), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);

    /// <summary>Removes what a crash left half written.</summary>
    public void RemoveParts()
    {
        if (Directory.Exists(_directory))
            foreach (var part in Directory.EnumerateFiles(_directory, ".*.part"))
                File.Delete(part);
    }

    private string NewPart()
    {
        Directory.CreateDirectory(_directory);
        return Path.Combine(_directory, $".{Guid.NewGuid():n}.part");
    }

    private static async Task<string> DigestAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }
}

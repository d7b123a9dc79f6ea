using System.Formats.Tar;
using System.IO.Compression;

namespace Dodas.Catalog.Charts;

/// <summary>Packs a chart folder as <c>helm package</c> does, but so that the same files always give the same bytes: a release is pinned to their digest.</summary>
internal static class ChartPacker
{
    // Any fixed time does; this one is easy to recognise.
    private static readonly DateTimeOffset Time = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the .tgz of <paramref name="folder"/>, with <paramref name="name"/> as its top folder.</summary>
    /// <exception cref="ArchiveRefusedException">The folder holds a link, or more than the limits allow.</exception>
    public static async Task PackAsync(string folder, string name, Stream output, ArchiveLimits limits, CancellationToken cancellationToken)
    {
        // Not compressed: another version of the runtime would compress to other bytes, and every chart would look changed.
        await using var zipped = new GZipStream(output, CompressionLevel.NoCompression, leaveOpen: true);
        // Ustar: its headers are fixed. The runtime's pax headers carry the number of the process that wrote them.
        await using var tar = new TarWriter(zipped, TarEntryFormat.Ustar);
        foreach (var path in ChartFolder.Files(folder, limits))
        {
            await using var contents = new FileStream(Path.Combine(folder, path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            try
            {
                var entry = new UstarTarEntry(TarEntryType.RegularFile, $"{name}/{path}")
                {
                    ModificationTime = Time,
                    Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
                    DataStream = contents,
                };
                await tar.WriteEntryAsync(entry, cancellationToken);
            }
            catch (ArgumentException e)
            {
                throw new ArchiveRefusedException($"the path '{path}' is too long for a chart archive", e);
            }
        }
    }
}

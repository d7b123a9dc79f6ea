namespace Dodas.Catalog.Charts;

/// <summary>The files of a chart folder that belong into its archive.</summary>
internal static class ChartFolder
{
    /// <summary>Paths below <paramref name="folder"/> with forward slashes, sorted, without what <c>.helmignore</c> leaves out.</summary>
    /// <exception cref="ArchiveRefusedException">It holds a link, or more than the limits allow.</exception>
    public static IReadOnlyList<string> Files(string folder, ArchiveLimits limits)
    {
        var ignoreFile = new FileInfo(Path.Combine(folder, ".helmignore"));
        var ignore = HelmIgnore.Parse(ignoreFile is { Exists: true, LinkTarget: null } && ignoreFile.Length <= limits.TextBytes ? File.ReadAllText(ignoreFile.FullName) : "");
        List<string> files = [];
        long bytes = 0;
        Collect(new DirectoryInfo(folder), "");
        files.Sort(StringComparer.Ordinal);
        return files;

        void Collect(DirectoryInfo directory, string prefix)
        {
            foreach (var item in directory.EnumerateFileSystemInfos())
            {
                var path = prefix + item.Name;
                var isFolder = item is DirectoryInfo;
                if (ignore.Ignores(path, isFolder))
                    continue;
                if (item.LinkTarget is not null)
                    throw new ArchiveRefusedException($"'{path}' is a link");
                if (files.Count >= limits.Entries)
                    throw new ArchiveRefusedException($"it has more than {limits.Entries} files");
                if (item is DirectoryInfo below)
                {
                    Collect(below, path + "/");
                    continue;
                }

                bytes += ((FileInfo)item).Length;
                if (bytes > Math.Min(limits.PackedBytes, limits.UnpackedBytes))
                    throw new ArchiveRefusedException($"its files have more than {Math.Min(limits.PackedBytes, limits.UnpackedBytes)} bytes");
                files.Add(path);
            }
        }
    }

    /// <summary>Changes whenever a file of the folder does, as far as names, sizes and times tell; cheap enough for every use.</summary>
    public static string Stamp(string folder)
    {
        var hash = new HashCode();
        var count = 0;
        hash.Add(Directory.GetLastWriteTimeUtc(folder));
        foreach (var item in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", Deep).OrderBy(item => item.FullName, StringComparer.Ordinal))
        {
            hash.Add(item.FullName, StringComparer.Ordinal);
            hash.Add(item.LastWriteTimeUtc);
            hash.Add(item is FileInfo file ? file.Length : -1);
            count++;
        }

        return $"{count}:{hash.ToHashCode():x8}";
    }

    // Links are not followed; a new one still shows, because its folder's time changes.
    private static readonly EnumerationOptions Deep = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, MaxRecursionDepth = 32, IgnoreInaccessible = true };
}

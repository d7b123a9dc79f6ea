using System.IO.Compression;
using System.Text;

namespace Dodas.Catalog.Charts;

/// <summary>Reads a chart archive that a stranger wrote: in one pass, with bounded memory, writing nothing to disk.</summary>
internal static class ArchiveReader
{
    private const int MostPathLength = 512;
    private const int MostNesting = 4;
    private const int MostSchemaText = 8 * 1024 * 1024;

    /// <summary>Reads the texts that the catalog needs.</summary>
    /// <param name="archive">A seekable stream of the .tgz, at its start.</param>
    /// <param name="limits">Where to stop.</param>
    /// <param name="cancellationToken">Stops between two entries.</param>
    /// <exception cref="ArchiveRefusedException">It breaks a rule; the message completes "The archive was refused: …".</exception>
    public static ArchiveContents Read(Stream archive, ArchiveLimits limits, CancellationToken cancellationToken)
    {
        if (archive.Length > limits.PackedBytes)
            throw new ArchiveRefusedException($"it has {archive.Length} bytes, more than the {limits.PackedBytes} allowed");
        return Unpack(archive, limits, new Budget(limits), nesting: 0, cancellationToken);
    }

    private static ArchiveContents Unpack(Stream archive, ArchiveLimits limits, Budget budget, int nesting, CancellationToken cancellationToken)
    {
        var most = Math.Min(budget.Bytes, Math.Max(ArchiveLimits.RatioFrom, archive.Length * ArchiveLimits.Ratio));
        using var unzipped = new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true);
        using var bounded = new BoundedStream(unzipped, most, () => new ArchiveRefusedException($"it unpacks to more than {most} bytes"));
        try
        {
            return Read(new TarEntries(bounded), limits, budget, nesting, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            throw new ArchiveRefusedException("it is no gzip file, or a damaged one", e);
        }
        finally
        {
            budget.Bytes -= bounded.Position;
        }
    }

    private static ArchiveContents Read(TarEntries entries, ArchiveLimits limits, Budget budget, int nesting, CancellationToken cancellationToken)
    {
        string? top = null;
        Dictionary<string, string> texts = [];
        HashSet<string> seen = [];
        List<string> templates = [];
        List<string> schemas = [];
        while (entries.Next() is { } entry)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (--budget.Entries < 0)
                throw new ArchiveRefusedException($"it has more than {limits.Entries} entries");
            var (folder, path) = Split(entry);
            if (folder != (top ??= folder))
                throw new ArchiveRefusedException($"it has two top folders, '{top}' and '{folder}'");
            if (entry.IsFolder)
                continue;
            if (entry.Size > limits.FileBytes)
                throw new ArchiveRefusedException($"'{path}' in it has {entry.Size} bytes, more than the {limits.FileBytes} allowed");
            if (!seen.Add(path))
                throw new ArchiveRefusedException($"it holds '{path}' twice");
            if (path.StartsWith("templates/", StringComparison.Ordinal))
                templates.Add(path);
            else if (Kept(path) is { } key && !texts.ContainsKey(key))
                texts[key] = Text(entries, entry, path, limits);
            else if (path.StartsWith("charts/", StringComparison.Ordinal))
                ReadSubchart(entries, entry, path);
        }

        return new()
        {
            Folder = top ?? throw new ArchiveRefusedException("it is empty"),
            Chart = texts.GetValueOrDefault("Chart.yaml") ?? throw new ArchiveRefusedException("it has no Chart.yaml"),
            Values = texts.GetValueOrDefault("values.yaml", ""),
            Schema = texts.GetValueOrDefault("values.schema.json"),
            Readme = texts.GetValueOrDefault("README.md", ""),
            Block = texts.GetValueOrDefault("block.yaml"),
            Templates = templates,
            SubchartSchemas = schemas,
        };

        // helm follows the schemas of subcharts too, also of packed ones.
        void ReadSubchart(TarEntries entries, ArchiveEntry entry, string path)
        {
            if (path.EndsWith("/values.schema.json", StringComparison.Ordinal))
            {
                AddSchema(Text(entries, entry, path, limits));
            }
            else if (path.EndsWith(".tgz", StringComparison.Ordinal))
            {
                if (nesting == MostNesting)
                    throw new ArchiveRefusedException($"'{path}' in it is a subchart of a subchart, more than {MostNesting} deep");
                using var packed = new MemoryStream(entries.ReadContents());
                var subchart = Unpack(packed, limits, budget, nesting + 1, cancellationToken);
                foreach (var schema in subchart.SubchartSchemas)
                    AddSchema(schema);
                if (subchart.Schema is not null)
                    AddSchema(subchart.Schema);
            }
        }

        void AddSchema(string schema)
        {
            schemas.Add(schema);
            if (schemas.Sum(s => s.Length) > MostSchemaText)
                throw new ArchiveRefusedException("the schemas of its subcharts are too long");
        }
    }

    private static string Text(TarEntries entries, ArchiveEntry entry, string path, ArchiveLimits limits) =>
        entry.Size <= limits.TextBytes ? Text(entries.ReadContents()) : throw new ArchiveRefusedException($"'{path}' in it is longer than {limits.TextBytes} bytes");

    private static string? Kept(string path) => path switch
    {
        "Chart.yaml" or "values.yaml" or "values.schema.json" or "block.yaml" => path,
        _ when path.Equals("README.md", StringComparison.OrdinalIgnoreCase) => "README.md",
        _ => null,
    };

    /// <summary>The top folder and the path below it; a path that could lead anywhere else is refused.</summary>
    private static (string Folder, string Path) Split(ArchiveEntry entry)
    {
        var name = entry.Path;
        if (name.Length is 0 or > MostPathLength)
            throw new ArchiveRefusedException("a file name in it is empty or too long");
        if (name.Any(char.IsControl))
            throw new ArchiveRefusedException("a file name in it holds control characters");
        if (name.Contains('\\'))
            throw new ArchiveRefusedException($"the path '{name}' in it holds a backslash");
        if (name[0] == '/' || name.Length > 1 && name[1] == ':')
            throw new ArchiveRefusedException($"the path '{name}' in it is absolute");
        var path = entry.IsFolder && name.EndsWith('/') ? name[..^1] : name;
        var segments = path.Split('/');
        if (segments.Any(segment => segment is "" or "." or ".."))
            throw new ArchiveRefusedException($"the path '{name}' in it has empty, '.' or '..' parts");
        if (segments.Length == 1 && !entry.IsFolder)
            throw new ArchiveRefusedException($"'{name}' in it is outside the chart's folder");
        return (segments[0], string.Join('/', segments.Skip(1)));
    }

    private static string Text(byte[] bytes)
    {
        var text = bytes.AsSpan();
        return Encoding.UTF8.GetString(text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text);
    }

    /// <summary>What is left to read, for an archive and the packed subcharts in it together.</summary>
    private sealed class Budget(ArchiveLimits limits)
    {
        public long Bytes { get; set; } = limits.UnpackedBytes;

        public int Entries { get; set; } = limits.Entries;
    }
}

using System.Globalization;

namespace Dodas.Catalog.Charts;

/// <summary>A file or folder of a tar file.</summary>
internal sealed record ArchiveEntry(string Path, bool IsFolder, long Size);

/// <summary>
/// Walks a tar stream with a fixed amount of memory. System.Formats.Tar trusts the sizes in headers and allocates by them;
/// this reader never does, and refuses links, devices and every other kind of entry that a chart has no use for.
/// </summary>
internal sealed class TarEntries(Stream stream)
{
    private const int MostNameBytes = 64 * 1024;
    private readonly byte[] _block = new byte[TarHeader.BlockBytes];
    private long _left;
    private long _padding;

    /// <summary>The next file or folder, or null at the end. What was not read of the one before is passed over.</summary>
    public ArchiveEntry? Next()
    {
        Skip(_left + _padding);
        string? longName = null;
        long? longSize = null;
        while (ReadHeader() is { } header)
        {
            Begin(header.Size);
            switch (header.Type)
            {
                case 'g':
                    Skip(_left + _padding);
                    break;
                case 'L' when longName is null:
                    longName = TarHeader.Text(ReadSmall());
                    break;
                case 'x' when longName is null && longSize is null:
                    (longName, longSize) = PaxRecords(ReadSmall());
                    break;
                case '0' or '5':
                    var name = longName ?? header.Name;
                    var size = longSize ?? header.Size;
                    var folder = header.Type == '5' || name.EndsWith('/');
                    if (folder && size != 0)
                        throw new ArchiveRefusedException($"the folder '{name}' in it has contents of its own");
                    Begin(size);
                    return new(name, folder, size);
                case '1' or '2':
                    throw new ArchiveRefusedException($"'{longName ?? header.Name}' in it is a link");
                default:
                    throw new ArchiveRefusedException($"'{longName ?? header.Name}' in it is neither a file nor a folder");
            }
        }

        return null;
    }

    /// <summary>The contents of the entry that <see cref="Next"/> gave.</summary>
    public byte[] ReadContents()
    {
        var contents = new byte[_left];
        Fill(contents);
        _left = 0;
        return contents;
    }

    private byte[] ReadSmall()
    {
        if (_left > MostNameBytes)
            throw new ArchiveRefusedException("a file name in it is too long");
        var contents = ReadContents();
        Skip(_padding);
        return contents;
    }

    private void Begin(long size)
    {
        _left = size;
        _padding = -size & (TarHeader.BlockBytes - 1);
    }

    private TarHeader? ReadHeader()
    {
        var read = stream.ReadAtLeast(_block, TarHeader.BlockBytes, throwOnEndOfStream: false);
        if (read == 0)
            return null;
        if (read < TarHeader.BlockBytes)
            throw new ArchiveRefusedException("it ends in the middle of a tar header");
        if (_block.AsSpan().ContainsAnyExcept((byte)0))
            return TarHeader.Parse(_block);
        // Two empty blocks end a tar file; what follows them is not part of it, for helm as for us.
        if (stream.ReadAtLeast(_block, TarHeader.BlockBytes, throwOnEndOfStream: false) > 0 && _block.AsSpan().ContainsAnyExcept((byte)0))
            throw new ArchiveRefusedException("it is damaged: an empty tar header stands in the middle of it");
        return null;
    }

    private void Skip(long bytes)
    {
        while (bytes > 0)
        {
            var part = _block.AsSpan(0, (int)Math.Min(bytes, _block.Length));
            Fill(part);
            bytes -= part.Length;
        }

        _left = _padding = 0;
    }

    private void Fill(Span<byte> buffer)
    {
        if (stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
            throw new ArchiveRefusedException("it ends in the middle of a file");
    }

    /// <summary>The records of a pax header that change what an entry is: <c>&lt;length&gt; &lt;key&gt;=&lt;value&gt;\n</c> each.</summary>
    private static (string? Path, long? Size) PaxRecords(byte[] records)
    {
        string? path = null;
        long? size = null;
        for (var rest = records.AsSpan(); rest.Length > 0;)
        {
            var space = rest.IndexOf((byte)' ');
            if (space < 1 || !int.TryParse(rest[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length <= space + 1 || length > rest.Length || rest[length - 1] != '\n')
                throw new ArchiveRefusedException("it is damaged: an extended tar header cannot be read");
            var record = rest[(space + 1)..(length - 1)];
            var equals = record.IndexOf((byte)'=');
            var key = equals < 0 ? "" : TarHeader.Text(record[..equals]);
            var value = record[(equals + 1)..];
            if (key == "path")
                path = value.Contains((byte)0) ? throw new ArchiveRefusedException("a file name in it holds a NUL") : TarHeader.Text(value);
            else if (key == "size")
                size = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new ArchiveRefusedException("it is damaged: the size of a file cannot be read");
            else if (key.StartsWith("GNU.sparse.", StringComparison.Ordinal))
                throw new ArchiveRefusedException("it holds a sparse file");
            rest = rest[length..];
        }

        return (path, size);
    }
}

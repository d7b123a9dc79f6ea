using System.IO.Compression;
using System.Text;

namespace Dodas.Catalog.Tests.Charts;

/// <summary>Builds archives byte by byte, also ones that no library would write.</summary>
internal sealed class TarBytes
{
    private readonly MemoryStream _tar = new();

    /// <summary>A chart named <c>pool</c> that is fine so far.</summary>
    public static TarBytes Chart(string yaml = "apiVersion: v2\nname: pool\nversion: 1.0.0\n") => new TarBytes().File("pool/Chart.yaml", yaml).File("pool/values.yaml", "size: 1\n");

    public TarBytes File(string name, string contents = "x", char type = '0') => Entry(name, type, Encoding.UTF8.GetBytes(contents));

    public TarBytes Entry(string name, char type, byte[] contents, string link = "", long? size = null, Action<byte[]>? change = null)
    {
        var header = new byte[512];
        Put(header, 0, 100, name);
        Put(header, 100, 8, "0000644");
        Put(header, 108, 8, "0000000");
        Put(header, 116, 8, "0000000");
        Put(header, 124, 12, Convert.ToString(size ?? contents.Length, 8).PadLeft(11, '0'));
        Put(header, 136, 12, "00000000000");
        header[156] = (byte)type;
        Put(header, 157, 100, link);
        Put(header, 257, 8, "ustar\000");
        change?.Invoke(header);
        header.AsSpan(148, 8).Fill((byte)' ');
        var sum = header.Sum(b => b);
        Put(header, 148, 8, Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ");
        _tar.Write(header);
        _tar.Write(contents);
        _tar.Write(new byte[-contents.Length & 511]);
        return this;
    }

    public TarBytes Pax(string key, string value)
    {
        var length = key.Length + value.Length + 3;
        while (length != $"{length}".Length + key.Length + value.Length + 3)
            length++;
        return File("pax", $"{length} {key}={value}\n", 'x');
    }

    public TarBytes Raw(byte[] bytes)
    {
        _tar.Write(bytes);
        return this;
    }

    public byte[] ToTar(bool end = true) => [.. _tar.ToArray(), .. new byte[end ? 1024 : 0]];

    public byte[] ToGzip(bool end = true) => Gzip(ToTar(end));

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.SmallestSize))
            zip.Write(bytes);
        return packed.ToArray();
    }

    private static void Put(byte[] header, int at, int most, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        bytes.AsSpan(0, Math.Min(bytes.Length, most)).CopyTo(header.AsSpan(at, most));
    }
}

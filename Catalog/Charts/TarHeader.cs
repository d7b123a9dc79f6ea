using System.Text;

namespace Dodas.Catalog.Charts;

/// <summary>One 512-byte header of a tar file, read as Go's <c>archive/tar</c> reads it (helm reads the same bytes later), but refusing what charts never need.</summary>
internal readonly record struct TarHeader(string Name, char Type, long Size)
{
    public const int BlockBytes = 512;

    public static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static TarHeader Parse(ReadOnlySpan<byte> block)
    {
        if (Checksum(block) != Octal(block[148..156]))
            throw new ArchiveRefusedException("it is damaged: a tar header has the wrong checksum");

        var name = Text(block[..100]);
        // Only POSIX ustar has a name prefix; GNU tar keeps times in the same bytes.
        if (block[257..265].SequenceEqual("ustar\000"u8) && Text(block[345..500]) is { Length: > 0 } prefix)
            name = $"{prefix}/{name}";
        var type = (char)block[156];
        return new(name, type == '\0' ? '0' : type, Octal(block[124..136]));
    }

    /// <summary>Text up to the first NUL.</summary>
    public static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        try
        {
            return StrictUtf8.GetString(end < 0 ? field : field[..end]);
        }
        catch (DecoderFallbackException e)
        {
            throw new ArchiveRefusedException("a file name in it is not UTF-8", e);
        }
    }

    private static long Octal(ReadOnlySpan<byte> field)
    {
        var digits = field.Trim(" \0"u8);
        long value = 0;
        foreach (var digit in digits)
        {
            // A set high bit means base 256: a size of more than 8 GiB.
            if (digit is < (byte)'0' or > (byte)'7')
                throw new ArchiveRefusedException("it is damaged: a number in a tar header cannot be read");
            value = (value << 3) + (digit - '0');
        }

        return value;
    }

    private static long Checksum(ReadOnlySpan<byte> block)
    {
        long sum = 0;
        for (var i = 0; i < BlockBytes; i++)
            sum += i is >= 148 and < 156 ? ' ' : block[i];
        return sum;
    }
}

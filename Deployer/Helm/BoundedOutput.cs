using System.Buffers;
using System.Text;
using CliWrap;

namespace Dodas.Deployer.Helm;

/// <summary>Takes a program's output up to a limit, so that a chart that renders without end costs this much memory and no more. What is past the limit is read and dropped.</summary>
internal sealed class BoundedOutput(int mostBytes)
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>More came than was kept.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Where CliWrap writes.</summary>
    public PipeTarget Target => PipeTarget.Create(async (source, cancellationToken) =>
    {
        var buffer = new byte[16 * 1024];
        for (int read; (read = await source.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            var room = Math.Min(read, mostBytes - _bytes.WrittenCount);
            _bytes.Write(buffer.AsSpan(0, room));
            Overflowed |= room < read;
        }
    });

    /// <summary>What was kept, as text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_bytes.WrittenSpan);
}

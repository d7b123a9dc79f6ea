using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace Dodas.Deployer.Targets;

/// <summary>Reads a watch's answer: one JSON document a line.</summary>
internal sealed class WatchLines(Stream stream, TimeSpan silenceLimit, TimeProvider time) : IAsyncDisposable
{
    private readonly PipeReader _pipe = PipeReader.Create(stream);
    private SequencePosition? _taken;

    /// <summary>The next document, or null when the server ended the watch or said nothing for too long. It must not be used after the next call: it reads from this buffer.</summary>
    public async Task<JsonDocument?> NextAsync(CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(silenceLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        try
        {
            if (_taken is { } taken) _pipe.AdvanceTo(taken);
            _taken = null;
            while (true)
            {
                var read = await _pipe.ReadAsync(either.Token);
                if (read.Buffer.PositionOf((byte)'\n') is { } end)
                {
                    _taken = read.Buffer.GetPosition(1, end);
                    return JsonDocument.Parse(read.Buffer.Slice(0, end));
                }

                // Half a line at the end of a broken answer is nothing.
                if (read.IsCompleted) return null;
                _pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    public ValueTask DisposeAsync() => _pipe.CompleteAsync();
}

using System.Threading.Channels;

namespace Dodas.Deployer.Operations;

/// <summary>Wakes one waiter; any number of sets before it waits are one.</summary>
internal sealed class Signal
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes the waiter, now or when it next waits.</summary>
    public void Set() => _channel.Writer.TryWrite(true);

    /// <summary>Returns at once when it was set since the last wait.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await _channel.Reader.ReadAsync(cancellationToken);
}

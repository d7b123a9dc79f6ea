namespace Dodas.Sandbox.Storage;

/// <summary>Where the store writes its objects so that they outlive the process.</summary>
internal interface IDurableLog : IAsyncDisposable
{
    /// <summary>Takes one write down for the next commit; a null document removes the object. Never blocks on the disk.</summary>
    void Enqueue(ObjectKey key, byte[]? utf8, long resourceVersion);

    /// <summary>Ends when everything up to a resource version is safe against the end of the process.</summary>
    Task WhenDurableAsync(long resourceVersion, CancellationToken cancellationToken);
}

/// <summary>Keeps nothing: the objects live as long as the process.</summary>
internal sealed class NoDurableLog : IDurableLog
{
    /// <inheritdoc/>
    public void Enqueue(ObjectKey key, byte[]? utf8, long resourceVersion)
    {
    }

    /// <inheritdoc/>
    public Task WhenDurableAsync(long resourceVersion, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

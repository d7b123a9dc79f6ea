namespace Dodas.Catalog.Repositories;

/// <summary>A repository, or something in it, cannot be had now.</summary>
/// <param name="message">What a person reads.</param>
/// <param name="retryAfter">When the server asks to be asked again, or null.</param>
/// <param name="inner">What happened.</param>
internal sealed class RepositoryUnavailableException(string message, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}

using Dodas.Catalog;

namespace Dodas.Portal.Accounts;

/// <summary>Tells who looks at a page.</summary>
public interface ICurrentActor
{
    /// <summary>The signed-in person.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in; pages are behind authorisation, so this is a bug.</exception>
    Task<Actor> GetAsync(CancellationToken cancellationToken);
}

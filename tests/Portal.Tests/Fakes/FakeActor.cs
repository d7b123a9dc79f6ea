using Dodas.Catalog;
using Dodas.Portal.Accounts;

namespace Dodas.Portal.Tests.Fakes;

/// <summary>A person who looks at a page.</summary>
public sealed class FakeActor(Actor actor) : ICurrentActor
{
    public Task<Actor> GetAsync(CancellationToken cancellationToken) => Task.FromResult(actor);
}

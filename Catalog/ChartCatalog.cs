using Dodas.Catalog.Blocks;
using Dodas.Catalog.Charts;
using Dodas.Catalog.Compositions;
using Dodas.Catalog.Repositories;

namespace Dodas.Catalog;

/// <inheritdoc cref="IChartCatalog"/>
internal sealed class ChartCatalog(AllRepositories repositories, LocalRepository local, OfferedBlocks offered, RepositoryRegister register) : IChartCatalog
{
    public async Task<Page<ChartSummary>> ChartsAsync(Actor actor, string? query, string? repository, PageRequest page, CancellationToken cancellationToken)
    {
        var search = new ChartSearch(query);
        var found = from known in await repositories.ListAsync(cancellationToken)
                    where repository is null || known.Repository.Name == repository
                    from chart in known.Charts
                    let key = search.Key(chart.Summary)
                    where key is not null
                    select (key, chart.Summary);
        return Paging.Cut(found, page);
    }

    public async Task<ChartDetails?> ChartAsync(Actor actor, string repository, string name, string? version, CancellationToken cancellationToken)
    {
        if (await repositories.PinAsync(repository, name, version, cancellationToken) is not { } pinned)
            return null;
        var versions = await repositories.VersionsAsync(repository, name, cancellationToken);
        return ChartDescription.Of(await repositories.ReadAsync(pinned, cancellationToken), [.. versions.Select(v => v.Version)]);
    }

    public Task<IReadOnlyList<Block>> BlocksAsync(Actor actor, CancellationToken cancellationToken) => offered.NewestAsync(cancellationToken);

    public Task<IReadOnlyList<Recipe>> RecipesAsync(Actor actor, CancellationToken cancellationToken) => local.RecipesAsync(cancellationToken);

    public Task<BlockLibrary> LibraryAsync(Actor actor, Composition composition, CancellationToken cancellationToken) => offered.LibraryAsync(composition, cancellationToken);

    public Task<string> ArchiveAsync(ChartReference chart, CancellationToken cancellationToken) => repositories.ArchiveAsync(chart, cancellationToken);

    public async Task<Page<Repository>> RepositoriesAsync(Actor actor, PageRequest page, CancellationToken cancellationToken) =>
        Paging.Cut((await repositories.ListAsync(cancellationToken)).Select(r => (r.Repository.Name, r.Repository)), page);

    public Task<RepositoryOutcome> AddRepositoryAsync(Actor actor, NewRepository repository, CancellationToken cancellationToken) => register.AddAsync(actor, repository, cancellationToken);

    public Task<RepositoryOutcome> SyncRepositoryAsync(Actor actor, string name, CancellationToken cancellationToken) => register.SyncAsync(actor, name, cancellationToken);

    public Task<RepositoryOutcome> RemoveRepositoryAsync(Actor actor, string name, CancellationToken cancellationToken) => register.RemoveAsync(actor, name, cancellationToken);
}

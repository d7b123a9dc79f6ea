using Dodas.Catalog;
using Dodas.Catalog.Blocks;
using Dodas.Catalog.Charts;
using Dodas.Catalog.Compositions;
using Dodas.Catalog.Repositories;

namespace Dodas.Portal.Tests.Fakes;

/// <summary>A catalog of what a test puts in.</summary>
public sealed class FakeCatalog : IChartCatalog
{
    public List<ChartSummary> Charts { get; } = [];

    public List<ChartDetails> Details { get; } = [];

    public List<Block> Blocks { get; } = [];

    public List<Block> Known { get; } = [];

    public List<Recipe> Recipes { get; } = [];

    public List<Repository> Repositories { get; } = [];

    public List<(string? Query, string? Repository)> Asked { get; } = [];

    public List<NewRepository> Added { get; } = [];

    public List<string> Synced { get; } = [];

    public List<string> Removed { get; } = [];

    public RepositoryOutcome? AddOutcome { get; set; }

    public Exception? Broken { get; set; }

    public Task<Page<ChartSummary>> ChartsAsync(Actor actor, string? query, string? repository, PageRequest page, CancellationToken cancellationToken)
    {
        Asked.Add((query, repository));
        if (Broken is { } error)
            return Task.FromException<Page<ChartSummary>>(error);
        var found = Charts.Where(chart => (query is null || chart.Name.Contains(query, StringComparison.OrdinalIgnoreCase)) && (string.IsNullOrEmpty(repository) || chart.Repository == repository)).ToList();
        return Task.FromResult(new Page<ChartSummary>([.. found.Take(page.Take)], found.Count, null));
    }

    public Task<ChartDetails?> ChartAsync(Actor actor, string repository, string name, string? version, CancellationToken cancellationToken)
        => Broken is { } error ? Task.FromException<ChartDetails?>(error) : Task.FromResult(Details.FirstOrDefault(chart => chart.Summary.Repository == repository && chart.Summary.Name == name && (version is null || chart.Summary.Version == version)));

    public Task<IReadOnlyList<Block>> BlocksAsync(Actor actor, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Block>>(Blocks);

    public Task<IReadOnlyList<Recipe>> RecipesAsync(Actor actor, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Recipe>>(Recipes);

    public Task<BlockLibrary> LibraryAsync(Actor actor, Composition composition, CancellationToken cancellationToken) => Task.FromResult(new BlockLibrary([.. Blocks, .. Known]));

    public Task<string> ArchiveAsync(ChartReference chart, CancellationToken cancellationToken) => Task.FromResult("");

    public Task<Page<Repository>> RepositoriesAsync(Actor actor, PageRequest page, CancellationToken cancellationToken)
        => Broken is { } error ? Task.FromException<Page<Repository>>(error) : Task.FromResult(new Page<Repository>([.. Repositories], Repositories.Count, null));

    public Task<RepositoryOutcome> AddRepositoryAsync(Actor actor, NewRepository repository, CancellationToken cancellationToken)
    {
        Added.Add(repository);
        if (AddOutcome is { } outcome)
            return Task.FromResult(outcome);
        var made = new Repository { Name = repository.Name, Kind = RepositoryKind.Http, Url = repository.Url };
        Repositories.Add(made);
        return Task.FromResult<RepositoryOutcome>(new RepositoryOutcome.Done(made));
    }

    public Task<RepositoryOutcome> SyncRepositoryAsync(Actor actor, string name, CancellationToken cancellationToken)
    {
        Synced.Add(name);
        return Task.FromResult<RepositoryOutcome>(new RepositoryOutcome.Done(Repositories.First(repository => repository.Name == name)));
    }

    public Task<RepositoryOutcome> RemoveRepositoryAsync(Actor actor, string name, CancellationToken cancellationToken)
    {
        Removed.Add(name);
        var gone = Repositories.First(repository => repository.Name == name);
        Repositories.Remove(gone);
        return Task.FromResult<RepositoryOutcome>(new RepositoryOutcome.Done(gone));
    }
}

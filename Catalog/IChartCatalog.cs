using Dodas.Catalog.Blocks;
using Dodas.Catalog.Charts;
using Dodas.Catalog.Compositions;
using Dodas.Catalog.Repositories;

namespace Dodas.Catalog;

/// <summary>The one door to what can be deployed: charts, blocks, recipes and the repositories they come from.</summary>
public interface IChartCatalog
{
    /// <summary>Charts by repository and name; filtered by words and by repository when given.</summary>
    Task<Page<ChartSummary>> ChartsAsync(Actor actor, string? query, string? repository, PageRequest page, CancellationToken cancellationToken);

    /// <summary>One chart version (the newest stable one when <paramref name="version"/> is null), or null when there is none. Fetches the archive when it was never needed before.</summary>
    /// <exception cref="ChartUnavailableException">The archive could not be fetched, or is not what the index promised.</exception>
    Task<ChartDetails?> ChartAsync(Actor actor, string repository, string name, string? version, CancellationToken cancellationToken);

    /// <summary>The blocks, newest stable version of each, by title.</summary>
    Task<IReadOnlyList<Block>> BlocksAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>The recipes, in their order.</summary>
    Task<IReadOnlyList<Recipe>> RecipesAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Everything needed to check this composition: all blocks, and the charts it names with their versions. What cannot be had is left out and becomes a finding.</summary>
    Task<BlockLibrary> LibraryAsync(Actor actor, Composition composition, CancellationToken cancellationToken);

    /// <summary>Path of the pinned archive (.tgz) on this machine, fetched if need be, its digest checked.</summary>
    /// <exception cref="ChartUnavailableException">It is not here and cannot be fetched.</exception>
    Task<string> ArchiveAsync(ChartReference chart, CancellationToken cancellationToken);

    /// <summary>The repositories, by name.</summary>
    Task<Page<Repository>> RepositoriesAsync(Actor actor, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Adds an HTTP repository and reads it once. Administrators only.</summary>
    Task<RepositoryOutcome> AddRepositoryAsync(Actor actor, NewRepository repository, CancellationToken cancellationToken);

    /// <summary>Reads a repository now. Administrators only. A repository that cannot be read keeps the charts known before and shows its error.</summary>
    Task<RepositoryOutcome> SyncRepositoryAsync(Actor actor, string name, CancellationToken cancellationToken);

    /// <summary>Removes an HTTP repository. Administrators only. Archives in use stay.</summary>
    Task<RepositoryOutcome> RemoveRepositoryAsync(Actor actor, string name, CancellationToken cancellationToken);
}

/// <summary>A chart archive cannot be had, with a message for people that says what to do.</summary>
public sealed class ChartUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

using Dodas.Catalog.Blocks;
using Dodas.Catalog.Charts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dodas.Catalog.Repositories;

/// <summary>
/// The folder of charts beside the portal. Every use looks whether a file changed and reads only the charts that did;
/// each is packed once and kept by digest, so a release keeps the chart it was made from whatever happens to the folder.
/// </summary>
internal sealed class LocalRepository(IOptions<CatalogOptions> options, ArchiveStore archives, ParsedCharts parsed, TimeProvider time, ILogger<LocalRepository> log) : IRepositorySource, IDisposable
{
    public const string Name = "local";
    private const string RecipeFolder = "recipes";
    private readonly string _root = Path.GetFullPath(options.Value.LocalRepository);
    private readonly ArchiveLimits _limits = ArchiveLimits.From(options.Value);
    private readonly SemaphoreSlim _reading = new(1);
    private volatile LocalSnapshot? _snapshot;

    public async Task<IReadOnlyList<KnownRepository>> RepositoriesAsync(CancellationToken cancellationToken) => [(await CurrentAsync(cancellationToken)).Known];

    public async Task<IReadOnlyList<Recipe>> RecipesAsync(CancellationToken cancellationToken) => (await CurrentAsync(cancellationToken)).Recipes;

    public async Task<IReadOnlyList<KnownVersion>> VersionsAsync(string repository, string chart, CancellationToken cancellationToken) =>
        repository != Name ? [] : [.. (await CurrentAsync(cancellationToken)).Charts.Where(c => c.File?.Name == chart).Select(c => new KnownVersion(Version(c), Url: null))];

    public async Task FetchAsync(ChartReference chart, CancellationToken cancellationToken)
    {
        // Only a folder that still holds the same files can give back an archive that was lost.
        if (!await archives.CheckAsync(chart.Digest, cancellationToken))
            await ReadAsync(again: true, cancellationToken);
        if (!archives.Has(chart.Digest))
            throw new ChartUnavailableException($"The archive of {chart.Name} {chart.Version} is gone and the folder of local charts has changed since; choose the version that is there now.");
    }

    /// <summary>What the folder holds now.</summary>
    public async Task<LocalSnapshot> CurrentAsync(CancellationToken cancellationToken)
    {
        var snapshot = _snapshot;
        return snapshot is not null && snapshot.Stamp == Stamp() ? snapshot : await ReadAsync(again: false, cancellationToken);
    }

    /// <summary>Reads everything again, whatever the stamps say.</summary>
    public Task<LocalSnapshot> ReadAgainAsync(CancellationToken cancellationToken) => ReadAsync(again: true, cancellationToken);

    public void Dispose() => _reading.Dispose();

    private string Stamp() => Directory.Exists(_root) ? ChartFolder.Stamp(_root) : "";

    private async Task<LocalSnapshot> ReadAsync(bool again, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            // Taken before reading: what changes meanwhile is read the next time.
            var stamp = Stamp();
            if (!again && _snapshot is { } snapshot && snapshot.Stamp == stamp)
                return snapshot;
            return _snapshot = await ReadAsync(stamp, again ? [] : _snapshot?.Charts ?? [], cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<LocalSnapshot> ReadAsync(string stamp, IReadOnlyList<LocalChart> before, CancellationToken cancellationToken)
    {
        List<string> skipped = [];
        List<LocalChart> charts = [];
        HashSet<(string, string)> seen = [];
        foreach (var folder in ChartFolders())
        {
            var chart = await ChartAsync(folder, before, cancellationToken);
            var refusal = chart.Refusal ?? (seen.Add((chart.File!.Name, chart.File.Version)) ? null : $"{chart.File.Name} {chart.File.Version} is in another folder too");
            if (refusal is not null)
            {
                skipped.Add($"{folder}: {refusal}");
                log.LogWarning("The local chart {Folder} is left out: {Refusal}", folder, refusal);
            }

            charts.Add(chart with { Refusal = refusal });
        }

        var recipes = await RecipesAsync(skipped, cancellationToken);
        var offered = charts.Where(c => c.Refusal is null).OrderBy(c => c.File!.Name, StringComparer.Ordinal).ThenByDescending(c => c.File!.Order, Semver.SemVersion.SortOrderComparer).ToList();
        List<KnownChart> known = [.. offered.GroupBy(c => c.File!.Name).Select(versions => Known(ChartNames.Newest(versions, v => v.File!.Version)))];
        var there = Directory.Exists(_root);
        return new()
        {
            Stamp = stamp,
            Charts = offered,
            Recipes = recipes,
            Known = new(
                new()
                {
                    Name = Name,
                    Kind = RepositoryKind.Local,
                    Charts = known.Count,
                    SyncedAt = there ? time.GetUtcNow().UtcDateTime : null,
                    Error = there ? null : "The folder of local charts is not there; create it or set Catalog:LocalRepository.",
                    Skipped = skipped,
                },
                known),
        };
    }

    private IEnumerable<string> ChartFolders() => !Directory.Exists(_root) ? [] : new DirectoryInfo(_root).EnumerateDirectories()
        .Where(folder => folder.Name != RecipeFolder && folder.Name[0] != '.' && folder.LinkTarget is null && File.Exists(Path.Combine(folder.FullName, "Chart.yaml")))
        .Select(folder => folder.Name)
        .Order(StringComparer.Ordinal);

    private async Task<LocalChart> ChartAsync(string folder, IReadOnlyList<LocalChart> before, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_root, folder);
        var stamp = "";
        try
        {
            stamp = ChartFolder.Stamp(path);
            if (before.FirstOrDefault(c => c.Folder == folder && c.Stamp == stamp) is { } same)
                return same;
            var file = ChartFile.Read(await SmallTextAsync(Path.Combine(path, "Chart.yaml"), cancellationToken));
            var digest = await archives.PutAsync(output => ChartPacker.PackAsync(path, file.Name, output, _limits, cancellationToken), expected: null, cancellationToken);
            var chart = parsed.Read(new(Name, file.Name, file.Version, digest), cancellationToken);
            return new(folder, stamp, Refusal: null) { File = file, Digest = digest, Contract = chart.Block.Contract };
        }
        catch (Exception e) when (e is ArchiveRefusedException or IOException or UnauthorizedAccessException)
        {
            return new(folder, stamp, e.Message);
        }
    }

    private async Task<IReadOnlyList<Recipe>> RecipesAsync(List<string> skipped, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(_root, RecipeFolder);
        List<Recipe> recipes = [];
        foreach (var path in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal) : Enumerable.Empty<string>())
        {
            try
            {
                var recipe = RecipeReader.Read(await SmallTextAsync(path, cancellationToken)) switch
                {
                    Reading<Recipe>.Done done => done.Value,
                    Reading<Recipe>.Refused refused => throw new ArchiveRefusedException(refused.Message),
                    var other => throw new System.Diagnostics.UnreachableException($"{other}"),
                };
                if (recipes.Any(r => r.Id == recipe.Id))
                    throw new ArchiveRefusedException($"the recipe '{recipe.Id}' is in another file too");
                recipes.Add(recipe);
            }
            catch (Exception e) when (e is ArchiveRefusedException or IOException or UnauthorizedAccessException)
            {
                skipped.Add($"{RecipeFolder}/{Path.GetFileName(path)}: {e.Message}");
                log.LogWarning("The recipe {File} is left out: {Reason}", Path.GetFileName(path), e.Message);
            }
        }

        return [.. recipes.OrderBy(r => r.Order).ThenBy(r => r.Title, StringComparer.Ordinal)];
    }

    private async Task<string> SmallTextAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null)
            throw new ArchiveRefusedException($"'{file.Name}' is a link");
        if (file.Length > _limits.TextBytes)
            throw new ArchiveRefusedException($"'{file.Name}' has more than {_limits.TextBytes} bytes");
        return await File.ReadAllTextAsync(path, cancellationToken);
    }

    private static KnownChart Known(LocalChart chart) => new(
        new()
        {
            Repository = Name,
            Name = chart.File!.Name,
            Title = chart.Contract?.Title,
            Version = chart.File.Version,
            AppVersion = chart.File.AppVersion,
            Description = chart.File.Description,
            Icon = chart.File.Icon,
            Keywords = chart.File.Keywords,
            Deprecated = chart.File.Deprecated,
            Block = chart.Contract?.Id,
        },
        chart.Digest);

    private static ChartVersion Version(LocalChart chart) => new(chart.File!.Version, chart.File.AppVersion, Created: null, chart.Digest, chart.File.Deprecated);
}

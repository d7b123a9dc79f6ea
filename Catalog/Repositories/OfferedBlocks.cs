using System.Collections.Concurrent;
using Dodas.Catalog.Blocks;
using Dodas.Catalog.Charts;
using Dodas.Catalog.Compositions;
using Microsoft.Extensions.Logging;

namespace Dodas.Catalog.Repositories;

/// <summary>The blocks that the repositories offer, each with its archive read. What cannot be had is left out, and tried again a minute later.</summary>
internal sealed class OfferedBlocks(AllRepositories repositories, TimeProvider time, ILogger<OfferedBlocks> log)
{
    private const int MostNamed = 100;
    private static readonly TimeSpan TryAgain = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<ChartReference, DateTimeOffset> _failed = new();

    /// <summary>The newest stable version of each block, by title.</summary>
    public async Task<IReadOnlyList<Block>> NewestAsync(CancellationToken cancellationToken)
    {
        List<Block> blocks = [];
        HashSet<string> taken = [];
        foreach (var chart in (await repositories.ListAsync(cancellationToken)).SelectMany(r => r.Charts))
            // An id belongs to the first repository that claims it, even while that one's archive cannot be had: nobody else slips in.
            if (chart.Summary.Block is { } id && taken.Add(id) && await TryBlockAsync(chart.Newest, id, cancellationToken) is { } block)
                blocks.Add(block);
        return [.. blocks.OrderBy(b => b.Title, StringComparer.OrdinalIgnoreCase).ThenBy(b => b.Contract!.Id, StringComparer.Ordinal)];
    }

    /// <summary>All blocks, and what the composition names besides: other versions, and charts that are no block.</summary>
    public async Task<BlockLibrary> LibraryAsync(Composition composition, CancellationToken cancellationToken)
    {
        List<Block> blocks = [.. await NewestAsync(cancellationToken)];
        foreach (var placed in composition.Blocks.Take(MostNamed))
        {
            var block = placed switch
            {
                { Chart: { } chart } => await ChartAsync(chart, placed.Version, cancellationToken),
                { Block: { } id, Version: { } version } => await VersionAsync(id, version, cancellationToken),
                _ => null,
            };
            if (block is not null && !blocks.Exists(b => b.Chart == block.Chart))
                blocks.Add(block);
        }

        return new(blocks);
    }

    private async Task<Block?> ChartAsync(string chart, string? version, CancellationToken cancellationToken) =>
        chart.Split('/', 2) is [var repository, var name] && await repositories.PinAsync(repository, name, version, cancellationToken) is { } pinned
            ? await TryAsync(pinned, cancellationToken) : null;

    private async Task<Block?> VersionAsync(string id, string version, CancellationToken cancellationToken)
    {
        foreach (var chart in (await repositories.ListAsync(cancellationToken)).SelectMany(r => r.Charts).Where(c => c.Summary.Block == id))
            if (await repositories.PinAsync(chart.Summary.Repository, chart.Summary.Name, version, cancellationToken) is { } pinned)
                return await TryBlockAsync(pinned, id, cancellationToken);
        return null;
    }

    private async Task<Block?> TryBlockAsync(ChartReference chart, string id, CancellationToken cancellationToken)
    {
        var block = await TryAsync(chart, cancellationToken);
        if (block is null || block.Contract?.Id == id)
            return block;
        log.LogWarning("The chart {Chart} of {Repository} says it is the block {Block}, but its block.yaml does not; it is left out", chart.Name, chart.Repository, id);
        return null;
    }

    private async Task<Block?> TryAsync(ChartReference chart, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_failed.TryGetValue(chart, out var failed) && now - failed < TryAgain)
            return null;
        try
        {
            var block = (await repositories.ReadAsync(chart, cancellationToken)).Block;
            _failed.TryRemove(chart, out _);
            return block;
        }
        catch (ChartUnavailableException e)
        {
            _failed[chart] = now;
            log.LogWarning("{Chart} {Version} is left out for now: {Reason}", chart.Name, chart.Version, e.Message);
            return null;
        }
    }
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Dodas.Catalog.Blocks;
using Dodas.Catalog.Documents;
using Dodas.Catalog.Schemas;
using Microsoft.Extensions.Options;

namespace Dodas.Catalog.Charts;

/// <summary>An archive as the catalog understands it.</summary>
/// <param name="File">Chart.yaml.</param>
/// <param name="Contents">The texts.</param>
/// <param name="Block">What a composition can place.</param>
internal sealed record ParsedChart(ChartFile File, ArchiveContents Contents, Block Block);

/// <summary>Archives of the store, read and parsed once: a digest always means the same bytes.</summary>
internal sealed class ParsedCharts(IOptions<CatalogOptions> options, ArchiveStore archives)
{
    private const int Most = 256;
    private readonly ArchiveLimits _limits = ArchiveLimits.From(options.Value);
    private readonly ConcurrentDictionary<ChartReference, ParsedChart> _parsed = new();

    /// <summary>A chart that was read before, or null.</summary>
    public ParsedChart? Find(ChartReference chart) => _parsed.GetValueOrDefault(chart);

    /// <summary>Reads an archive that is in the store.</summary>
    /// <exception cref="ArchiveRefusedException">It is not what the reference says, or breaks a rule.</exception>
    public ParsedChart Read(ChartReference chart, CancellationToken cancellationToken)
    {
        if (_parsed.TryGetValue(chart, out var known))
            return known;
        ParsedChart parsed;
        using (var archive = archives.Open(chart.Digest))
            parsed = Parse(chart, ArchiveReader.Read(archive, _limits, cancellationToken));
        // Reading again is cheap; remembering everything for ever is not.
        if (_parsed.Count >= Most)
            _parsed.Clear();
        return _parsed.GetOrAdd(chart, parsed);
    }

    private static ParsedChart Parse(ChartReference chart, ArchiveContents contents)
    {
        var file = ChartFile.Read(contents.Chart);
        if (file.Name != chart.Name || file.Version != chart.Version)
            throw new ArchiveRefusedException($"it holds {file.Name} {file.Version}, not {chart.Name} {chart.Version}");
        if (contents.Folder != file.Name)
            throw new ArchiveRefusedException($"its top folder is '{contents.Folder}', not '{file.Name}'");
        try
        {
            foreach (var schema in contents.SubchartSchemas)
                Schema(schema);
            return new(file, contents, new()
            {
                Chart = chart,
                Contract = contents.Block is null ? null : Contract(contents.Block),
                Schema = contents.Schema is null ? null : Schema(contents.Schema),
                Defaults = YamlReader.ReadObject(contents.Values, DocumentLimits.ChartValues),
                Description = file.Description,
                Icon = file.Icon,
            });
        }
        catch (DocumentException e)
        {
            throw new ArchiveRefusedException(e.Message, e);
        }
    }

    /// <summary>A schema with references that lead elsewhere would make helm send requests or read files; such a chart is never handed to it.</summary>
    private static JsonNode? Schema(string json)
    {
        var schema = JsonText.Read(json, JsonSchema.Limits);
        return JsonSchema.Read(schema) is SchemaReading.Refused refused
            ? throw new ArchiveRefusedException($"its values.schema.json cannot be used, at '{refused.Path}': {refused.Message}")
            : schema;
    }

    private static BlockContract Contract(string yaml) => ContractReader.Read(yaml) switch
    {
        Reading<BlockContract>.Done done => done.Value,
        Reading<BlockContract>.Refused refused => throw new ArchiveRefusedException($"its block.yaml cannot be used: {refused.Message}"),
        var other => throw new System.Diagnostics.UnreachableException($"{other}"),
    };
}

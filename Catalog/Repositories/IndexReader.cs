using System.Globalization;
using Dodas.Catalog.Charts;
using YamlDotNet.Core;

namespace Dodas.Catalog.Repositories;

/// <summary>Reads an index.yaml that a stranger wrote. An entry that is wrong is left out with the reason; only what is no YAML at all fails.</summary>
/// <param name="repository">Address of the folder that holds the index, with a slash at its end.</param>
/// <param name="refusal">Why an address may not be used, or null when it may.</param>
/// <param name="mostVersions">Where to stop.</param>
internal sealed class IndexReader(Uri repository, Func<Uri, string?> refusal, int mostVersions)
{
    private const int MostSkipped = 500;
    private const string BlockAnnotation = "dodas.io/block";
    private readonly List<IndexChart> _charts = [];
    private readonly List<string> _skipped = [];
    private readonly HashSet<string> _names = [];
    private int _unnamed;
    private int _versions;

    /// <summary>Reads to the end.</summary>
    /// <exception cref="RepositoryUnavailableException">It is no index.</exception>
    public ChartIndex Read(TextReader text, CancellationToken cancellationToken)
    {
        var parser = new IndexParser(text);
        var entries = false;
        try
        {
            if (parser.EnterRoot())
                while (parser.NextKey() is { } key)
                    if (key == "entries" && !entries)
                    {
                        entries = true;
                        ReadEntries(parser, cancellationToken);
                    }
                    else
                    {
                        parser.Skip();
                    }
        }
        catch (YamlException e)
        {
            throw new RepositoryUnavailableException($"Its index.yaml cannot be read (line {e.Start.Line}): {ChartFile.Line(e.Message)}", inner: e);
        }

        if (!entries)
            throw new RepositoryUnavailableException("What it gives as index.yaml is no index of a Helm repository; check the address.");
        if (_unnamed > 0)
            _skipped.Add($"… and {_unnamed} more");
        return new(_charts, _skipped);
    }

    private void ReadEntries(IndexParser parser, CancellationToken cancellationToken)
    {
        if (!parser.EnterMapping())
            return;
        while (parser.NextKey() is { } name)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Dictionary<string, IndexVersion> versions = [];
            if (parser.EnterList())
                while (parser.NextItem())
                    ReadVersion(parser, name, versions);
            if (versions.Count > 0 && !_names.Add(name))
                Skip(name, null, "the index lists this chart twice");
            else if (versions.Count > 0)
                _charts.Add(Chart(name, versions.Values));
        }
    }

    private static IndexChart Chart(string name, IEnumerable<IndexVersion> versions)
    {
        List<IndexVersion> newestFirst = [.. versions.OrderByDescending(v => v.Order, Semver.SemVersion.SortOrderComparer).ThenBy(v => v.Version, StringComparer.Ordinal)];
        var newest = ChartNames.Newest(newestFirst, v => v.Version);
        // Only the newest describes the chart; the texts of all the others are let go.
        return new(name, [.. newestFirst.Select(v => ReferenceEquals(v, newest) ? v : v with { Description = "", Icon = null, Keywords = [] })], newest);
    }

    private void ReadVersion(IndexParser parser, string key, Dictionary<string, IndexVersion> versions)
    {
        var entry = IndexEntry.Read(parser, BlockAnnotation);
        if (entry is null)
        {
            Skip(key, null, "an entry is no mapping");
            return;
        }

        var url = entry.Urls.Select(u => Uri.TryCreate(repository, u, out var address) ? address : null).FirstOrDefault(u => u is not null);
        var digest = entry.Digest.StartsWith("sha256:", StringComparison.Ordinal) ? entry.Digest[7..] : entry.Digest;
        var reason = ChartFile.Refusal(entry.ApiVersion, entry.Name ?? key, entry.Version, entry.Type)
            ?? (entry.Name is not null && entry.Name != key ? $"it stands under '{key}' but is named '{ChartFile.Line(entry.Name)}'" : null)
            ?? (digest.Length == 0 ? "it has no digest" : null)
            ?? (ChartNames.IsDigest(digest) ? null : "its digest is no SHA-256")
            ?? (url is null ? "it has no address" : refusal(url))
            ?? (versions.ContainsKey(entry.Version) ? "the index lists this version twice" : null)
            ?? (_versions >= mostVersions ? $"the index has more than {mostVersions} versions" : null);
        if (reason is not null)
        {
            Skip(key, entry.Version, reason);
            return;
        }

        _versions++;
        ChartNames.TryVersion(entry.Version, out var order);
        versions.Add(entry.Version, new()
        {
            Version = entry.Version,
            Order = order,
            Digest = digest,
            Url = url!,
            AppVersion = entry.AppVersion,
            Created = DateTimeOffset.TryParse(entry.Created, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created) ? created.UtcDateTime : null,
            Deprecated = entry.Deprecated,
            Description = ChartFile.Line(entry.Description),
            Icon = ChartFile.ImageOnly(entry.Icon),
            Keywords = entry.Keywords,
            Block = entry.Block,
        });
    }

    private void Skip(string name, string? version, string reason)
    {
        if (_skipped.Count < MostSkipped)
            _skipped.Add(ChartFile.Line($"{Shortened(name)} {Shortened(version ?? "")}").Trim() + ": " + reason);
        else
            _unnamed++;

        static string Shortened(string text) => text.Length > 100 ? text[..100] + "…" : text;
    }
}

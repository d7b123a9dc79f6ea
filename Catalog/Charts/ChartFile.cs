using System.Text.Json;
using System.Text.Json.Nodes;
using Dodas.Catalog.Documents;
using Semver;

namespace Dodas.Catalog.Charts;

/// <summary>A Chart.yaml, of API version 1 or 2. Its name and version are checked, its texts are cut to lengths that lists can bear.</summary>
internal sealed record ChartFile
{
    private const int MostText = 2_000;
    private const int MostIcon = 64 * 1024;

    public required string Name { get; init; }

    public required string Version { get; init; }

    public required SemVersion Order { get; init; }

    public string? AppVersion { get; init; }

    public string Description { get; init; } = "";

    public string? Icon { get; init; }

    public IReadOnlyList<string> Keywords { get; init; } = [];

    public string? Home { get; init; }

    public IReadOnlyList<Maintainer> Maintainers { get; init; } = [];

    public bool Deprecated { get; init; }

    /// <summary>Reads Chart.yaml.</summary>
    /// <exception cref="ArchiveRefusedException">It is no chart that can be installed; the message says why.</exception>
    public static ChartFile Read(string yaml)
    {
        JsonObject root;
        try
        {
            root = YamlReader.ReadObject(yaml);
        }
        catch (DocumentException e)
        {
            throw new ArchiveRefusedException($"its Chart.yaml cannot be read: {e.Message}", e);
        }

        var name = Text(root["name"]) ?? "";
        var version = Text(root["version"]) ?? "";
        if (Refusal(Text(root["apiVersion"]), name, version, Text(root["type"])) is { } refusal)
            throw new ArchiveRefusedException(refusal);
        ChartNames.TryVersion(version, out var order);
        return new()
        {
            Name = name,
            Version = version,
            Order = order,
            AppVersion = Text(root["appVersion"]),
            Description = Line(Text(root["description"])),
            Icon = ImageOnly(Text(root["icon"])),
            Keywords = root["keywords"] is JsonArray words ? [.. words.Select(Text).OfType<string>().Take(50)] : [],
            Home = Text(root["home"]),
            Maintainers = root["maintainers"] is JsonArray people ? [.. people.OfType<JsonObject>().Where(p => Text(p["name"]) is not null).Take(50).Select(p => new Maintainer(Text(p["name"])!, Text(p["email"])))] : [],
            Deprecated = root["deprecated"] is JsonValue value && value.GetValueKind() == JsonValueKind.True,
        };
    }

    /// <summary>Why a chart with these fields cannot be offered, or null when it can; the same for Chart.yaml and for an entry of an index.</summary>
    public static string? Refusal(string? apiVersion, string name, string version, string? type)
    {
        // Charts of the first API version may leave apiVersion out of an index.
        if (apiVersion is not (null or "v1" or "v2"))
            return $"its apiVersion is '{Shortened(apiVersion)}', not v1 or v2";
        if (!ChartNames.IsName(name))
            return $"its name '{Shortened(name)}' is no chart name";
        if (version.Length == 0)
            return "it has no version";
        if (!ChartNames.TryVersion(version, out _))
            return $"its version '{Shortened(version)}' is not SemVer";
        return type is null or "" or "application" ? null : $"it is a {Shortened(type)} chart, which cannot be installed by itself";
    }

    /// <summary>One line of plain text of bearable length.</summary>
    public static string Line(string? text) =>
        text is null ? "" : string.Join(' ', (text.Length > MostText ? text[..MostText] : text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The icon when it carries its image with it; one on another host is never loaded.</summary>
    public static string? ImageOnly(string? icon) =>
        icon is { Length: <= MostIcon } && ImageTypes.Any(type => icon.StartsWith(type, StringComparison.OrdinalIgnoreCase)) ? icon : null;

    private static readonly string[] ImageTypes =
        ["data:image/svg+xml;", "data:image/svg+xml,", "data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,", "data:image/webp;base64,"];

    private static string? Text(JsonNode? node) => node is JsonValue value ? value.ToString() : null;

    private static string Shortened(string text) => text.Length > 80 ? text[..80] + "…" : text;
}

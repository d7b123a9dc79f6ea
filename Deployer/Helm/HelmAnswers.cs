using System.Text.Json;

namespace Dodas.Deployer.Helm;

/// <summary>Reads the few things needed from helm's JSON. The rest of it holds values and rendered Secrets, and is dropped here.</summary>
internal static class HelmAnswers
{
    /// <summary>Label on the release record that names the digest of what was applied.</summary>
    public const string DigestLabel = "dodas.io/digest";

    /// <summary>The answer of <c>upgrade</c> and <c>status</c>.</summary>
    public static HelmRelease Release(string json, string releaseNamespace)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var manifest = root.TryGetProperty("manifest", out var text) ? text.GetString() ?? "" : "";
        return new HelmRelease(
            root.GetProperty("version").GetInt32(),
            root.GetProperty("info").GetProperty("status").GetString() ?? "",
            ManifestObjects.Read(manifest, releaseNamespace));
    }

    /// <summary>The answer of <c>get metadata</c>.</summary>
    public static HelmState.Present Metadata(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var digest = root.TryGetProperty("labels", out var labels) && labels.ValueKind == JsonValueKind.Object && labels.TryGetProperty(DigestLabel, out var label)
            ? label.GetString() ?? ""
            : "";
        return new HelmState.Present(root.GetProperty("revision").GetInt32(), root.GetProperty("status").GetString() ?? "", digest);
    }

    /// <summary>The answer of <c>history</c>, oldest first.</summary>
    public static IReadOnlyList<HelmRevision> History(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(entry => new HelmRevision(entry.GetProperty("revision").GetInt32(), entry.GetProperty("status").GetString() ?? ""))];
    }
}

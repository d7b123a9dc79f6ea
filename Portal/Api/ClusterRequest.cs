using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dodas.Catalog.Compositions;
using Dodas.Catalog.Documents;
using Dodas.Deployer.Clusters;

namespace Dodas.Portal.Api;

/// <summary>The body of <c>POST /clusters</c>, read by hand so that whatever is wrong in it comes back as findings, all at once.</summary>
/// <param name="Cluster">What is asked for, or null when the findings say why it cannot be read.</param>
/// <param name="Findings">What is wrong.</param>
/// <param name="BodyHash">SHA-256 of the body as sent.</param>
internal sealed record ClusterRequest(NewCluster? Cluster, IReadOnlyList<Finding> Findings, string BodyHash)
{
    private static readonly HashSet<string> Known = ["name", "project", "target", "lifetime", "recipe", "composition"];

    public static async Task<ClusterRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
        var bytes = buffer.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        try
        {
            var document = JsonNode.Parse(bytes);
            if (!JsonBounds.Hold(document, DocumentLimits.Default, out var problem))
                return Refused("", problem, hash);
            return document is JsonObject body
                ? Read(body, hash)
                : Refused("", "Send a JSON object with name and recipe or composition.", hash);
        }
        catch (JsonException exception)
        {
            return Refused("", $"The body is not JSON: {exception.Message}", hash);
        }
    }

    private static ClusterRequest Read(JsonObject body, string hash)
    {
        var findings = new List<Finding>();
        foreach (var unknown in body.Select(member => member.Key).Where(key => !Known.Contains(key)))
            findings.Add(Error($"/{unknown}", $"'{unknown}' is not known here. Known: {string.Join(", ", Known)}."));

        var name = Text("name") ?? "";
        var lifetimeText = Text("lifetime");
        TimeSpan? lifetime = null;
        if (lifetimeText is not null)
        {
            if (Lifetime.TryParse(lifetimeText, out var parsed))
                lifetime = parsed;
            else
                findings.Add(Error("/lifetime", "Write a lifetime such as 8h, 7d or P7D."));
        }

        var recipe = Text("recipe");
        Composition? composition = null;
        if (recipe is null == body["composition"] is null)
        {
            findings.Add(Error("/composition", "Give either a recipe or a composition."));
        }
        else if (recipe is null)
        {
            (composition, var read) = CompositionReader.Read(body["composition"]);
            findings.AddRange(read);
        }

        var cluster = new NewCluster(name, Text("project"), Text("target"), lifetime, recipe, composition);
        var readable = composition is not null || recipe is not null;
        return new ClusterRequest(readable ? cluster : null, findings, hash);

        string? Text(string key)
        {
            if (body[key] is null)
                return null;
            if (body[key] is JsonValue value && value.TryGetValue<string>(out var text))
                return text;
            findings.Add(Error($"/{key}", "This must be text."));
            return null;
        }
    }

    private static ClusterRequest Refused(string path, string message, string hash) => new(null, [Error(path, message)], hash);

    private static Finding Error(string path, string message) => new(Severity.Error, path, message);
}

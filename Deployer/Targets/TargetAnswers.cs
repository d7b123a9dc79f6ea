using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dodas.Deployer.Targets;

/// <summary>The API server refused a request.</summary>
/// <param name="Code">HTTP status.</param>
/// <param name="Message">The API server's own words.</param>
internal sealed record Refusal(HttpStatusCode Code, string Message)
{
    /// <summary>Says for people what was refused.</summary>
    /// <param name="target">Name of the target.</param>
    /// <param name="what">What was asked, such as <c>create namespace `ana`</c>.</param>
    public TargetException ToException(string target, string what) => new(Code switch
    {
        HttpStatusCode.Unauthorized => $"The target `{target}` does not accept the credentials of its kubeconfig; renew them. It was asked to {what}.",
        HttpStatusCode.Forbidden => $"The target `{target}` forbids the portal to {what}: {Message}",
        _ => $"The target `{target}` refused to {what}: {Message}",
    });
}

/// <summary>Reads answers of the API server.</summary>
internal static class TargetAnswers
{
    /// <summary>Why the API server refused, from its Status document; null when it did not.</summary>
    public static async Task<Refusal?> RefusalAsync(this HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode) return null;
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return new Refusal(response.StatusCode, StatusMessage(body) ?? $"HTTP {(int)response.StatusCode} {response.ReasonPhrase}");
    }

    /// <summary>The document in an answer.</summary>
    public static async Task<JsonObject> DocumentAsync(this HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await JsonNode.ParseAsync(stream, cancellationToken: cancellationToken) as JsonObject
            ?? throw new JsonException("The API server answered with something that is no JSON object.");
    }

    private static string? StatusMessage(string body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject status && status["message"] is JsonValue message && message.TryGetValue(out string? text) ? text : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Dodas.Deployer.Targets;

/// <summary>Single calls to the target, where being there already and not being there are answers, and everything else that is refused is a <see cref="TargetException"/>.</summary>
internal sealed class TargetCalls(TargetConnection connection, string target)
{
    /// <summary>The object, or null when there is none.</summary>
    public async Task<JsonObject?> GetAsync(string path, string what, CancellationToken cancellationToken)
    {
        using var response = await connection.SendAsync(HttpMethod.Get, path, null, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        if (await response.RefusalAsync(cancellationToken) is { } refusal) throw refusal.ToException(target, what);
        return await response.DocumentAsync(cancellationToken);
    }

    /// <summary>Creates an object; false when it is there already.</summary>
    public async Task<bool> CreateAsync(string path, JsonObject document, string what, CancellationToken cancellationToken)
    {
        using var response = await connection.SendAsync(HttpMethod.Post, $"{path}?fieldManager=dodas-portal", Json(document, "application/json"), cancellationToken);
        var refusal = await response.RefusalAsync(cancellationToken);
        if (refusal is { Code: HttpStatusCode.Conflict }) return false;
        return refusal is null ? true : throw refusal.ToException(target, what);
    }

    /// <summary>Merges into an object; false when it was changed meanwhile or is gone.</summary>
    public async Task<bool> MergeAsync(string path, JsonObject patch, string what, CancellationToken cancellationToken)
    {
        using var response = await connection.SendAsync(HttpMethod.Patch, $"{path}?fieldManager=dodas-portal", Json(patch, "application/merge-patch+json"), cancellationToken);
        var refusal = await response.RefusalAsync(cancellationToken);
        if (refusal is { Code: HttpStatusCode.Conflict or HttpStatusCode.NotFound }) return false;
        return refusal is null ? true : throw refusal.ToException(target, what);
    }

    /// <summary>Deletes an object or a collection; false when it is not there.</summary>
    public async Task<bool> DeleteAsync(string path, string what, CancellationToken cancellationToken)
    {
        using var response = await connection.SendAsync(HttpMethod.Delete, path, null, cancellationToken);
        var refusal = await response.RefusalAsync(cancellationToken);

        // 409: its removal has begun already.
        if (refusal is { Code: HttpStatusCode.Conflict }) return true;
        if (refusal is { Code: HttpStatusCode.NotFound }) return false;
        return refusal is null ? true : throw refusal.ToException(target, what);
    }

    private static StringContent Json(JsonObject document, string mediaType) => new(document.ToJsonString(), Encoding.UTF8, mediaType);
}

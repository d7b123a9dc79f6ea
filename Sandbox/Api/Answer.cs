using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Api;

/// <summary>Writes answers.</summary>
internal static class Answer
{
    /// <summary>Writes a document as JSON.</summary>
    public static Task JsonAsync(HttpContext http, int code, JsonNode document) => BytesAsync(http, code, StoredObject.Serialize(document));

    /// <summary>Writes JSON that is already text.</summary>
    public static async Task BytesAsync(HttpContext http, int code, ReadOnlyMemory<byte> utf8)
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = utf8.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await http.Response.Body.WriteAsync(utf8, http.RequestAborted);
    }

    /// <summary>Writes plain text.</summary>
    public static Task TextAsync(HttpContext http, string text)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(text, http.RequestAborted);
    }

    /// <summary>Writes a refusal.</summary>
    public static Task RefusalAsync(HttpContext http, StatusException refusal)
    {
        if (refusal.Code is 429)
            http.Response.Headers.RetryAfter = "1";
        return JsonAsync(http, refusal.Code, Status(refusal));
    }

    /// <summary>A refusal as a Status object.</summary>
    public static JsonObject Status(StatusException refusal)
    {
        var status = new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Failure", ["message"] = refusal.Message };
        if (refusal.Reason.Length > 0)
            status["reason"] = refusal.Reason;
        if (refusal.Details is { } details)
            status["details"] = details.DeepClone();
        status["code"] = refusal.Code;
        return status;
    }

    /// <summary>Adds a warning that clients print.</summary>
    public static void Warn(HttpContext http, string text) => http.Response.Headers.Append("Warning", $"299 - {JsonText.Write(text)}");
}

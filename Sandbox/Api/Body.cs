using System.Text.Json;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Api;

/// <summary>Reads request bodies: JSON, YAML or protobuf, at most 3 MiB as a real API server.</summary>
internal static class Body
{
    /// <summary>The largest body in bytes.</summary>
    public const int Limit = 3 * 1024 * 1024;

    private const string Json = "application/json";
    private const string Yaml = "application/yaml";
    private const string Protobuf = "application/vnd.kubernetes.protobuf";

    /// <summary>The media type of the body without parameters; JSON when none is given.</summary>
    public static string MediaType(HttpRequest request)
    {
        var type = request.ContentType ?? "";
        var end = type.IndexOf(';', StringComparison.Ordinal);
        type = (end < 0 ? type : type[..end]).Trim().ToLowerInvariant();
        return type.Length == 0 ? Json : type;
    }

    /// <summary>Reads an object.</summary>
    /// <returns>The document (null for an empty body) and the paths of duplicate fields.</returns>
    /// <exception cref="StatusException">400, 413 or 415.</exception>
    public static async Task<(JsonObject? Document, List<string> Duplicates)> ReadAsync(HttpContext http)
    {
        var bytes = await BytesAsync(http);
        if (bytes.Length == 0)
            return (null, []);
        var duplicates = new List<string>();
        var document = MediaType(http.Request) switch
        {
            Json => ParseJson(bytes, duplicates),
            Yaml => YamlText.Parse(bytes, duplicates),
            Protobuf => Wire.ProtobufReader.Read(bytes),
            _ => throw new StatusException(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: {Json}, {Yaml}, {Protobuf}", []),
        };
        return (document as JsonObject ?? throw Refusal.BadRequest("the object provided is unrecognized (must be an object with apiVersion and kind): it is no JSON object"), duplicates);
    }

    /// <summary>Reads the whole body.</summary>
    /// <exception cref="StatusException">413.</exception>
    public static async Task<byte[]> BytesAsync(HttpContext http)
    {
        if (http.Request.ContentLength > Limit)
            throw TooLarge();
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(chunk, http.RequestAborted)) > 0)
        {
            await buffer.WriteAsync(chunk.AsMemory(0, read), http.RequestAborted);
            if (buffer.Length > Limit)
                throw TooLarge();
        }

        return buffer.ToArray();
    }

    /// <summary>Parses JSON, or YAML when it does not begin as JSON.</summary>
    public static JsonNode? ParseJsonOrYaml(byte[] bytes, List<string> duplicates)
    {
        var first = bytes.AsSpan().TrimStart(" \t\r\n"u8);
        return first.Length > 0 && first[0] == '{' ? ParseJson(bytes, duplicates) : YamlText.Parse(bytes, duplicates);
    }

    /// <summary>Parses JSON.</summary>
    /// <exception cref="StatusException">400.</exception>
    public static JsonNode? ParseJson(byte[] bytes, List<string> duplicates)
    {
        try
        {
            return JsonText.Parse(bytes, duplicates);
        }
        catch (JsonException e)
        {
            throw Refusal.BadRequest($"couldn't get version/kind; json parse error: {e.Message}");
        }
    }

    private static StatusException TooLarge() => new(413, "RequestEntityTooLarge", $"Request entity too large: limit is {Limit}", []);
}

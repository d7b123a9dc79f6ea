namespace Dodas.Sandbox.Api;

/// <summary>
/// An OpenAPI v2 document without definitions. kubectl asks for it before it looks at lists and at kinds it does not know, and checks nothing that
/// the document does not describe; everything is described in OpenAPI v3.
/// </summary>
internal static class OpenApiV2
{
    private const string ProtobufType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    /// <summary>Answers in the form that is asked for.</summary>
    public static async Task AnswerAsync(HttpContext http)
    {
        if (!http.Request.Headers.Accept.ToString().Contains("proto-openapi", StringComparison.Ordinal))
        {
            await Answer.BytesAsync(http, 200, """{"swagger":"2.0","info":{"title":"Kubernetes","version":"v1.36.2"},"paths":{},"definitions":{}}"""u8.ToArray());
            return;
        }

        // Field 1 is the version of OpenAPI; field 2 the info, whose fields 1 and 2 are title and version.
        byte[] document = [.. Field(1, "2.0"u8), .. Field(2, [.. Field(1, "Kubernetes"u8), .. Field(2, "v1.36.2"u8)])];
        http.Response.ContentType = ProtobufType;
        http.Response.ContentLength = document.Length;
        await http.Response.Body.WriteAsync(document, http.RequestAborted);
    }

    private static byte[] Field(int number, ReadOnlySpan<byte> content) => [(byte)((number << 3) | 2), (byte)content.Length, .. content];
}

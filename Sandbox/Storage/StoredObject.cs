using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dodas.Sandbox.Storage;

/// <summary>
/// One state of one object: its JSON text, and the parsed document made from it when someone asks.
/// Numbers in the document are backed by the text, so they can be read as any numeric type.
/// </summary>
internal sealed class StoredObject
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 128 };
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 128 };

    private readonly WeakReference<JsonObject?> recent = new(null);
    private JsonObject? kept;
    private volatile bool superseded;

    /// <summary>Takes the JSON text over; it is never changed afterwards.</summary>
    /// <param name="utf8">The object as UTF-8 JSON.</param>
    /// <param name="resourceVersion">The version in which it was written.</param>
    public StoredObject(byte[] utf8, long resourceVersion)
    {
        Utf8 = utf8;
        ResourceVersion = resourceVersion;
    }

    /// <summary>The object as UTF-8 JSON.</summary>
    public byte[] Utf8 { get; }

    /// <summary>The version in which it was written.</summary>
    public long ResourceVersion { get; }

    /// <summary>The parsed document, shared by everyone: never change it.</summary>
    public JsonObject Document
    {
        get
        {
            if (kept is { } document || recent.TryGetTarget(out document!))
                return document;
            document = Copy();
            recent.SetTarget(document);
            if (!superseded)
                kept = document;
            return document;
        }
    }

    /// <summary>Serialises a document in the form that is stored and sent.</summary>
    public static byte[] Serialize(JsonNode document) => JsonSerializer.SerializeToUtf8Bytes(document, Compact);

    /// <summary>A copy that the caller may change.</summary>
    public JsonObject Copy() => JsonObject.Create(JsonDocument.Parse(Utf8, Deep).RootElement)
        ?? throw new InvalidDataException("A stored object is not a JSON object; the data file is damaged.");

    /// <summary>Says that a newer state exists, so that only the text is worth keeping.</summary>
    public void Supersede()
    {
        superseded = true;
        if (kept is { } document)
            recent.SetTarget(document);
        kept = null;
    }
}

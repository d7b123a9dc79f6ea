using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Api.Tables;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Api;

/// <summary>get and list.</summary>
internal sealed class ReadVerbs(ObjectStore store, TablePrinter tables)
{
    /// <summary>Answers with one object.</summary>
    public Task GetAsync(Call call)
    {
        var name = call.Path.Name!;
        var stored = store.FindStored(call.Key(name)) ?? throw Refusal.NotFound(call.Kind, name);
        return call.Wanted() switch
        {
            Form.Table => Answer.JsonAsync(call.Http, 200, tables.Print(call, [stored], stored.ResourceVersion, withColumns: true)),
            Form.Metadata => Answer.JsonAsync(call.Http, 200, TablePrinter.MetadataOnly(stored.Document)),
            _ => Answer.BytesAsync(call.Http, 200, Conversion.Served(call.Kind, stored)),
        };
    }

    /// <summary>Answers with the objects that meet the selectors.</summary>
    public async Task ListAsync(Call call)
    {
        var labels = LabelSelector.Parse(call.Query("labelSelector"));
        var fields = FieldSelector.Parse(call.Query("fieldSelector"), call.Kind);
        CheckVersion(call);
        var limit = (int)Math.Clamp(call.Number("limit") ?? 0, 0, int.MaxValue);
        var (objects, version) = store.Snapshot(call.Kind.Stored);
        var items = objects.In(call.Path.Namespace);
        var token = call.Query("continue") is { } text ? ContinueToken.Read(text) : null;
        if (token is not null)
        {
            items = items.SkipWhile(item => token.Covers(item.Document));
            version = token.ResourceVersion;
        }

        if (call.Path.Name is { } only)
            items = items.Where(item => item.Document.Text("metadata", "name") == only);
        if (!labels.IsEmpty || !fields.IsEmpty)
            items = items.Where(item => labels.Matches(item.Document) && fields.Matches(Conversion.Served(call.Kind, item.Document)));
        var page = limit > 0 ? items.Take(limit + 1).ToList() : [.. items];
        string? next = null;
        if (limit > 0 && page.Count > limit)
        {
            page.RemoveAt(limit);
            next = ContinueToken.After(page[^1].Document, version);
        }

        switch (call.Wanted())
        {
            case Form.Table:
                var table = tables.Print(call, page, version, withColumns: true);
                if (next is not null)
                    table["metadata"]!["continue"] = next;
                await Answer.JsonAsync(call.Http, 200, table);
                break;
            case Form.Metadata:
                var list = new JsonObject
                {
                    ["kind"] = "PartialObjectMetadataList",
                    ["apiVersion"] = "meta.k8s.io/v1",
                    ["metadata"] = Metadata(version, next),
                    ["items"] = new JsonArray([.. page.Select(item => TablePrinter.MetadataOnly(item.Document))]),
                };
                await Answer.JsonAsync(call.Http, 200, list);
                break;
            default:
                await WriteListAsync(call, page, version, next);
                break;
        }
    }

    private static JsonObject Metadata(long version, string? next)
    {
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };
        if (next is not null)
            metadata["continue"] = next;
        return metadata;
    }

    /// <summary>Writes the items as the text they are kept as.</summary>
    private static async Task WriteListAsync(Call call, List<StoredObject> page, long version, string? next)
    {
        var http = call.Http;
        http.Response.ContentType = "application/json";
        var writer = http.Response.BodyWriter;
        var head = $$"""{"kind":"{{call.Kind.ListKind}}","apiVersion":"{{call.Kind.ApiVersion}}","metadata":{{Metadata(version, next).ToJsonString()}},"items":[""";
        writer.Write(Encoding.UTF8.GetBytes(head));
        for (var i = 0; i < page.Count; i++)
        {
            if (i > 0)
                writer.Write(","u8);
            writer.Write(Conversion.Served(call.Kind, page[i]));
            if (writer.UnflushedBytes > 64 * 1024)
                await writer.FlushAsync(call.Cancelled);
        }

        writer.Write("]}\n"u8);
        await writer.FlushAsync(call.Cancelled);
    }

    private void CheckVersion(Call call)
    {
        if (call.Query("resourceVersion") is not { } text)
            return;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            throw new StatusException(422, "Invalid", $"ListOptions.meta.k8s.io \"\" is invalid: resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax");
        if (version > store.ResourceVersion)
            throw new StatusException(504, "Timeout", $"Too large resource version: {version}, current: {store.ResourceVersion}", new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }), ["retryAfterSeconds"] = 1 });
        if (call.Query("resourceVersionMatch") == "Exact" && version > 0 && version != store.ResourceVersion && !store.Changes.Covers(version))
            throw new StatusException(410, "Expired", $"The resourceVersion for the provided list is too old.");
    }

    /// <summary>Where a page ended.</summary>
    private sealed record ContinueToken(string Namespace, string Name, long ResourceVersion)
    {
        public static string After(JsonObject last, long version) =>
            Base64Url.EncodeToString(Encoding.UTF8.GetBytes(new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = version, ["start"] = $"{last.Text("metadata", "namespace")}/{last.Text("metadata", "name")}" }.ToJsonString()));

        public static ContinueToken Read(string token)
        {
            try
            {
                var json = JsonNode.Parse(Base64Url.DecodeFromChars(token));
                var start = json.Text("start")!.Split('/');
                return new(start[0], start[1], json.Number("rv")!.Value);
            }
            catch (Exception e) when (e is FormatException or System.Text.Json.JsonException or NullReferenceException or IndexOutOfRangeException or InvalidOperationException)
            {
                throw Refusal.BadRequest("continue key is not valid: " + e.Message);
            }
        }

        public bool Covers(JsonObject item)
        {
            var order = string.CompareOrdinal(item.Text("metadata", "namespace") ?? "", Namespace);
            return order < 0 || (order == 0 && string.CompareOrdinal(item.Text("metadata", "name"), Name) <= 0);
        }
    }
}

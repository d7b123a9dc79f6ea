using System.Buffers;
using System.Globalization;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Api.Tables;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Api;

/// <summary>Writes the events of one watch.</summary>
internal sealed class WatchStream(Call call, TablePrinter tables, Form form)
{
    private bool columnsSent;

    /// <summary>Writes one event without sending it yet.</summary>
    public async ValueTask EventAsync(string type, StoredObject item, CancellationToken cancellationToken)
    {
        var text = form switch
        {
            Form.Table => StoredObject.Serialize(tables.Print(call, [item], item.ResourceVersion, withColumns: !columnsSent)),
            Form.Metadata => StoredObject.Serialize(TablePrinter.MetadataOnly(item.Document)),
            _ => Conversion.Served(call.Kind, item),
        };
        columnsSent = true;
        await WriteAsync(type, text, cancellationToken);
    }

    /// <summary>Says up to where the client has seen everything.</summary>
    public ValueTask BookmarkAsync(long version, bool initialEnd, CancellationToken cancellationToken)
    {
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture), ["creationTimestamp"] = null };
        if (initialEnd)
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        var bookmark = form == Form.Table
            ? tables.Print(call, [], version, withColumns: false)
            : new JsonObject { ["kind"] = form == Form.Metadata ? "PartialObjectMetadata" : call.Kind.Kind, ["apiVersion"] = form == Form.Metadata ? "meta.k8s.io/v1" : call.Kind.ApiVersion, ["metadata"] = metadata };
        if (form == Form.Table)
            bookmark["rows"] = new JsonArray(new JsonObject { ["cells"] = new JsonArray(), ["object"] = new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = metadata } });
        return WriteAsync("BOOKMARK", StoredObject.Serialize(bookmark), cancellationToken);
    }

    /// <summary>Ends the stream with what went wrong.</summary>
    public async ValueTask ErrorAsync(StatusException refusal, CancellationToken cancellationToken)
    {
        await WriteAsync("ERROR", StoredObject.Serialize(Answer.Status(refusal)), cancellationToken);
        await FlushAsync(cancellationToken);
    }

    /// <summary>Sends what is written.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (!call.Http.Response.HasStarted)
            await call.Http.Response.StartAsync(cancellationToken);
        await call.Http.Response.BodyWriter.FlushAsync(cancellationToken);
    }

    private async ValueTask WriteAsync(string type, byte[] item, CancellationToken cancellationToken)
    {
        if (!call.Http.Response.HasStarted)
            await call.Http.Response.StartAsync(cancellationToken);
        var writer = call.Http.Response.BodyWriter;
        writer.Write("{\"type\":\""u8);
        writer.Write(System.Text.Encoding.ASCII.GetBytes(type));
        writer.Write("\",\"object\":"u8);
        writer.Write(item);
        writer.Write("}\n"u8);
        if (writer.UnflushedBytes > 256 * 1024)
            await writer.FlushAsync(cancellationToken);
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Api.Wire;

/// <summary>Reads Kubernetes' protobuf form (<c>k8s\0</c>, then a <c>runtime.Unknown</c>) of the types in <see cref="ProtobufTables"/> into JSON documents.</summary>
internal static class ProtobufReader
{
    private const int MaxDepth = 32;

    /// <summary>Reads an object.</summary>
    /// <exception cref="StatusException">400 for what cannot be read, 415 for a type that is not known in this form.</exception>
    public static JsonObject Read(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith("k8s\0"u8))
            throw Broken("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        string apiVersion = "", kind = "";
        ReadOnlySpan<byte> raw = default;
        var reader = new WireReader(body[4..]);
        while (reader.Next(out var number, out var value))
        {
            if (number == 1)
            {
                var type = new WireReader(value.Bytes);
                while (type.Next(out var field, out var text))
                    _ = field == 1 ? apiVersion = Text(text.Bytes) : field == 2 ? kind = Text(text.Bytes) : "";
            }
            else if (number == 2)
            {
                raw = value.Bytes;
            }
        }

        if (ProtobufTables.Find(kind) is null)
            throw new StatusException(415, "UnsupportedMediaType", $"the sandbox reads {kind} of {apiVersion} only as application/json or application/yaml, not as application/vnd.kubernetes.protobuf", []);
        var document = new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind };
        Fill(document, kind, raw, 0);
        return document;
    }

    private static void Fill(JsonObject target, string type, ReadOnlySpan<byte> bytes, int depth)
    {
        if (depth > MaxDepth)
            throw Broken("message is nested too deeply");
        var fields = ProtobufTables.Find(type) ?? throw new InvalidOperationException($"protobuf.txt names the type {type} but does not describe it.");
        var reader = new WireReader(bytes);
        while (reader.Next(out var number, out var value))
        {
            if (!fields.TryGetValue(number, out var field))
            {
                // Go writes empty structs where nothing is; anything else would be lost.
                if (value.Bytes.Length > 0 || value.Number != 0)
                    throw new StatusException(415, "UnsupportedMediaType", $"the sandbox does not know field {number} of {type} in application/vnd.kubernetes.protobuf; send application/json or application/yaml", []);
            }
            else if (field.Holds == "skip")
                continue;
            else if (field.IsInline)
                Fill(target, field.Holds, value.Bytes, depth + 1);
            else if (field.IsMap)
                Entry(target.Ensure(field.Name), field.Holds, value, depth);
            else if (field.IsList)
                (target[field.Name] as JsonArray ?? Empty(target, field.Name)).Add(Single(field.Holds, value, depth));
            else if (Single(field.Holds, value, depth) is { } single && !IsNothing(single, field.Holds))
                target[field.Name] = single;
        }
    }

    private static JsonArray Empty(JsonObject target, string name)
    {
        var list = new JsonArray();
        target[name] = list;
        return list;
    }

    /// <summary>Go's protobuf writes empty strings and structs where JSON leaves them out.</summary>
    private static bool IsNothing(JsonNode value, string holds) => holds switch
    {
        "string" => value.Text() is "",
        "int0" => value.AsNumber() == 0,
        "bool0" => !value.GetValue<bool>(),
        _ => value is JsonObject { Count: 0 },
    };

    private static void Entry(JsonObject map, string holds, WireValue entry, int depth)
    {
        var (key, value) = ("", (JsonNode?)"");
        var reader = new WireReader(entry.Bytes);
        while (reader.Next(out var number, out var part))
        {
            if (number == 1)
                key = Text(part.Bytes);
            else if (number == 2)
                value = Single(holds, part, depth);
        }

        map[key] = value;
    }

    private static JsonNode? Single(string holds, WireValue value, int depth)
    {
        switch (holds)
        {
            case "string":
                return Text(value.Bytes);
            case "bytes":
                return Convert.ToBase64String(value.Bytes);
            case "bool" or "bool0":
                return value.Number != 0;
            case "int" or "int0":
                return (long)value.Number;
            case "time" or "microtime":
                return Time(value.Bytes, holds == "microtime");
            case "quantity":
                return Inner(value.Bytes, 1, static part => (JsonNode?)Text(part.Bytes)) ?? "0";
            case "intorstring":
                return Inner(value.Bytes, 1, static part => (JsonNode?)(long)part.Number).AsNumber() is 1
                    ? Inner(value.Bytes, 3, static part => (JsonNode?)Text(part.Bytes))
                    : Inner(value.Bytes, 2, static part => (JsonNode?)(long)part.Number) ?? 0;
            case "raw":
                return Inner(value.Bytes, 1, static part => Body.ParseJson(part.Bytes.ToArray(), []));
            default:
                var child = new JsonObject();
                Fill(child, holds, value.Bytes, depth + 1);
                return child;
        }
    }

    private static JsonNode? Inner(ReadOnlySpan<byte> message, int wanted, PartReader read)
    {
        JsonNode? found = null;
        var reader = new WireReader(message);
        while (reader.Next(out var number, out var part))
        {
            if (number == wanted)
                found = read(part);
        }

        return found;
    }

    private static string? Time(ReadOnlySpan<byte> message, bool micro)
    {
        if (Inner(message, 1, static part => (JsonNode?)(long)part.Number).AsNumber() is not { } seconds || seconds is < -62135596800 or > 253402300799)
            return null;
        var nanos = Inner(message, 2, static part => (JsonNode?)(long)part.Number).AsNumber() ?? 0;
        var time = DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / 100).UtcDateTime;
        return time.ToString(micro ? "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'" : "yyyy-MM-dd'T'HH:mm:ss'Z'");
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private static StatusException Broken(string why) => Refusal.BadRequest($"unable to decode the protobuf body: {why}");

    private delegate JsonNode? PartReader(WireValue part);
}

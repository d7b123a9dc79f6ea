using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Resources;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Api;

/// <summary>
/// Turns what a client sent into an object of a kind: checks types, drops nulls and unknown fields, and reports the latter as strictly as the
/// request asks (<c>fieldValidation</c>).
/// </summary>
internal static partial class Decoder
{
    private const int MaxReported = 100;

    /// <summary>Decodes a document in place and gives the complaints about unknown and duplicate fields.</summary>
    /// <exception cref="StatusException">400 for a value of the wrong type.</exception>
    public static List<string> Decode(JsonObject document, ResourceKind kind, IEnumerable<string> duplicates)
    {
        var complaints = duplicates.Select(path => $"duplicate field \"{path}\"").ToList();
        var walk = new Walk(kind, complaints);
        walk.Visit(document, kind.Schema, "", "");
        return complaints;
    }

    /// <summary>Refuses or warns as the request's <c>fieldValidation</c> says.</summary>
    /// <exception cref="StatusException">400 when strict.</exception>
    public static void Report(HttpContext http, ResourceKind kind, List<string> complaints, string? prefix = null)
    {
        var mode = http.Request.Query["fieldValidation"].ToString();
        if (mode is not ("" or "Ignore" or "Warn" or "Strict"))
            throw new StatusException(422, "Invalid", $"{OptionsKind(http)} \"\" is invalid: fieldValidation: Unsupported value: \"{mode}\": supported values: \"Ignore\", \"Strict\", \"Warn\"");
        if (complaints.Count == 0 || mode == "Ignore")
            return;
        if (mode == "Strict")
        {
            var text = "strict decoding error: " + string.Join(", ", complaints);
            throw Refusal.BadRequest(prefix is null ? $"{kind.Kind} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: {text}" : prefix + text);
        }

        foreach (var complaint in complaints)
            Answer.Warn(http, complaint);
    }

    private static string OptionsKind(HttpContext http) => http.Request.Method switch { "POST" => "CreateOptions.meta.k8s.io", "PUT" => "UpdateOptions.meta.k8s.io", _ => "PatchOptions.meta.k8s.io" };

    [GeneratedRegex("^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quantity();

    private sealed class Walk(ResourceKind kind, List<string> complaints)
    {
        public void Visit(JsonNode? node, Schema schema, string goPath, string path)
        {
            switch (node)
            {
                case JsonObject map when schema.Type == SchemaType.Object:
                    Fields(map, schema.Model!, goPath, path);
                    break;
                case JsonObject map when schema.Type == SchemaType.Map:
                    foreach (var (name, value) in map.ToList())
                    {
                        if (value is null && kind.Custom is null)
                            map[name] = Zero(schema.Items!);
                        Child(value, schema.Items!, goPath, path.Length == 0 ? name : $"{path}.{name}");
                    }

                    break;
                case JsonArray list when schema.Type == SchemaType.List:
                    for (var i = 0; i < list.Count; i++)
                        Child(list[i], schema.Items!, goPath, $"{path}[{i}]");
                    break;
            }
        }

        private void Fields(JsonObject map, ObjectType type, string goPath, string path)
        {
            foreach (var (name, value) in map.ToList())
            {
                var child = path.Length == 0 ? name : $"{path}.{name}";
                if (type.Field(name) is not { } field)
                {
                    if (complaints.Count < MaxReported)
                        complaints.Add($"unknown field \"{child}\"");
                    map.Remove(name);
                }
                else if (value is null)
                {
                    // Go leaves a null pointer out; custom resources keep a null that their schema allows.
                    if (field.Type != SchemaType.Any)
                        map.Remove(name);
                }
                else
                {
                    var inner = goPath.Length == 0 ? name : $"{goPath}.{name}";
                    Check(value, field, type.Name, inner);
                    Visit(value, field, inner, child);
                }
            }
        }

        private void Child(JsonNode? value, Schema schema, string goPath, string path)
        {
            if (value is null)
                return;
            Check(value, schema, null, goPath);
            Visit(value, schema, goPath, path);
        }

        private void Check(JsonNode value, Schema schema, string? owner, string goPath)
        {
            if (schema.Type != SchemaType.Any && !Fits(value, schema))
            {
                // Custom resources are judged by their structural schema, which speaks for itself; metadata is typed everywhere.
                if (kind.Custom is not null && !goPath.StartsWith("metadata", StringComparison.Ordinal))
                    return;
                throw Mismatch(value, schema, owner, goPath);
            }
        }

        private StatusException Mismatch(JsonNode value, Schema schema, string? owner, string goPath)
        {
            var why = schema.Type switch
            {
                SchemaType.Quantity => "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
                SchemaType.Time when value.IsText(out var time) => $"parsing time \"{time}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{time}\" as \"2006\"",
                SchemaType.Bytes when value.IsText(out _) => "illegal base64 data at input byte 0",
                _ => $"json: cannot unmarshal {GoKind(value)} into Go struct field {Owner(owner, goPath)}.{goPath} of type {schema.GoType}",
            };
            return Refusal.BadRequest($"{kind.Kind} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: {why}");
        }

        /// <summary>Go names the struct that holds the field; for what is inside a map or list that is the struct around it.</summary>
        private string Owner(string? owner, string goPath)
        {
            if (owner is not null)
                return owner;
            var (schema, name) = (kind.Schema, kind.Kind);
            foreach (var step in goPath.Split('.'))
            {
                while (schema.Type is SchemaType.List or SchemaType.Map)
                    schema = schema.Items!;
                if (schema.Type != SchemaType.Object || schema.Model!.Field(step) is not { } next)
                    break;
                (schema, name) = (next, schema.Model!.Name);
            }

            return name;
        }

        private static bool Fits(JsonNode value, Schema schema) => schema.Type switch
        {
            SchemaType.Object or SchemaType.Map => value is JsonObject,
            SchemaType.List => value is JsonArray,
            SchemaType.String => value.GetValueKind() == JsonValueKind.String,
            SchemaType.Boolean => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
            SchemaType.Integer => value.AsNumber() is { } number && (schema.Format != "int32" || number is >= int.MinValue and <= int.MaxValue),
            SchemaType.Number => value.GetValueKind() == JsonValueKind.Number,
            SchemaType.IntOrString => value.GetValueKind() == JsonValueKind.String || value.AsNumber() is not null,
            SchemaType.Quantity => value.GetValueKind() == JsonValueKind.Number || (value.IsText(out var text) && Quantity().IsMatch(text)),
            SchemaType.Time => value.IsText(out var time) && (time.Length == 0 || DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, out _)),
            SchemaType.Bytes => value.IsText(out var base64) && System.Buffers.Text.Base64.IsValid(base64),
            _ => true,
        };

        private static string GoKind(JsonNode value) => value.GetValueKind() switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => value.AsNumber() is null ? "number " + value.ToJsonString() : "number",
            _ => "bool",
        };

        private static JsonNode? Zero(Schema schema) => schema.Type is SchemaType.String or SchemaType.Bytes ? "" : null;
    }
}

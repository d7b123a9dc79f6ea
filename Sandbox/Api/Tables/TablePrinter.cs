using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Resources;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Api.Tables;

/// <summary>Prints objects as the rows that <c>kubectl get</c> shows.</summary>
internal sealed class TablePrinter(TimeProvider time)
{
    private readonly ConcurrentDictionary<ResourceKind, IReadOnlyList<Column>> columns = new(EqualityComparer<ResourceKind>.Create(ReferenceEquals, kind => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(kind)));

    /// <summary>A table of objects.</summary>
    public JsonObject Print(Call call, IReadOnlyList<StoredObject> items, long version, bool withColumns)
    {
        var shown = columns.GetOrAdd(call.Kind, Of);
        var now = time.GetUtcNow();
        var include = call.Query("includeObject") ?? "Metadata";
        var rows = new JsonArray();
        foreach (var item in items)
        {
            var served = Conversion.Served(call.Kind, item.Document);
            var row = new JsonObject { ["cells"] = new JsonArray([.. shown.Select(column => column.Cell(served, now))]) };
            if (include != "None")
                row["object"] = include == "Object" ? served.DeepClone() : MetadataOnly(served);
            rows.Add(row);
        }

        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) },
            ["columnDefinitions"] = withColumns ? new JsonArray([.. shown.Select(column => column.Definition())]) : null,
            ["rows"] = rows,
        };
    }

    /// <summary>An object without anything but its metadata.</summary>
    public static JsonObject MetadataOnly(JsonObject document) =>
        new() { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = document["metadata"]?.DeepClone() };

    private static IReadOnlyList<Column> Of(ResourceKind kind) => kind.Custom is { } custom
        ? CustomColumns.Of(custom)
        : WorkloadColumns.Of(kind.Group, kind.Plural) ?? NetworkColumns.Of(kind.Group, kind.Plural) ?? ClusterColumns.Of(kind.Group, kind.Plural)
            ?? [Column.NameColumn, new("Created At", "date", false, static (item, _) => item["metadata"]?["creationTimestamp"]?.DeepClone())];
}

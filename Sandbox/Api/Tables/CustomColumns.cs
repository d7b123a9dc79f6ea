using System.Text.Json;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Resources;

namespace Dodas.Sandbox.Api.Tables;

/// <summary>The columns that a custom resource's definition asks for.</summary>
internal static class CustomColumns
{
    /// <summary>Name, the definition's columns, and age when it names none.</summary>
    public static IReadOnlyList<Column> Of(CustomResource custom)
    {
        if (custom.PrinterColumns is not { Count: > 0 } asked)
            return [Column.NameColumn, Column.Age];
        return [Column.NameColumn, .. asked.OfType<JsonObject>().Select(column =>
        {
            var path = SimplePath.Parse(column.Text("jsonPath") ?? "");
            var type = column.Text("type") ?? "string";
            return new Column(column.Text("name") ?? "", type, column.Number("priority") > 0, (item, now) => Cell(SimplePath.Find(item, path), type, now));
        })];
    }

    private static JsonNode? Cell(JsonNode? value, string type, DateTimeOffset now) => value switch
    {
        null => type == "date" ? "<unknown>" : null,
        _ when type == "date" => HumanDuration.Since(value.Text(), now),
        JsonObject or JsonArray => JsonText.Write(value),
        _ when type == "string" && value.GetValueKind() != JsonValueKind.String => JsonText.Write(value),
        _ => value.DeepClone(),
    };
}

using System.Text.Json.Nodes;

namespace Dodas.Sandbox.Api.Tables;

/// <summary>One column of <c>kubectl get</c>.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Type">string, integer or boolean.</param>
/// <param name="Wide">Shown only with <c>-o wide</c>.</param>
/// <param name="Cell">The value for an object at a time.</param>
internal sealed record Column(string Name, string Type, bool Wide, Func<JsonObject, DateTimeOffset, JsonNode?> Cell)
{
    /// <summary>A column of text.</summary>
    public static Column Text(string name, Func<JsonObject, string?> cell, bool wide = false) => new(name, "string", wide, (item, _) => cell(item) ?? "");

    /// <summary>A column of whole numbers.</summary>
    public static Column Count(string name, Func<JsonObject, long?> cell) => new(name, "integer", false, (item, _) => cell(item) ?? 0);

    /// <summary>The object's name.</summary>
    public static readonly Column NameColumn = new("Name", "string", false, static (item, _) => item["metadata"]?["name"]?.DeepClone());

    /// <summary>The object's age.</summary>
    public static readonly Column Age = new("Age", "string", false, static (item, now) => HumanDuration.Age(item, now));

    /// <summary>As the API describes it.</summary>
    public JsonObject Definition() => new()
    {
        ["name"] = Name,
        ["type"] = Type,
        ["format"] = Name == "Name" ? "name" : "",
        ["description"] = "",
        ["priority"] = Wide ? 1 : 0,
    };
}

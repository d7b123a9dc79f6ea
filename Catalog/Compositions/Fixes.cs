using System.Text.Json.Nodes;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Compositions;

/// <summary>The kinds of fixes there are.</summary>
internal static class Fixes
{
    public static Fix Remove(string path, string what) => new($"Remove '{what}'", [JsonPatch.Operation("remove", path)]);

    public static Fix Set(string title, string path, JsonNode? value) => new(title, [JsonPatch.Operation("add", path, value)]);

    public static Fix AddBlock(string title, string name, string block) => new($"Add {title}",
        [JsonPatch.Operation("add", "/blocks/-", new JsonObject { ["name"] = name, ["block"] = block, ["values"] = new JsonObject() })]);

    public static Fix AddBinding(string title, Binding binding) => new(title,
        [JsonPatch.Operation("add", "/bindings/-", new JsonObject { ["from"] = binding.From, ["requirement"] = binding.Requirement, ["to"] = binding.To })]);
}

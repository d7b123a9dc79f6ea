using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Dodas.Catalog.Documents;
using Dodas.Catalog.Planning;
using Dodas.Catalog.Schemas;

namespace Dodas.Catalog.Compositions.Rules;

/// <summary>The values each release will have, what the portal writes included, fit the chart's schema.</summary>
internal sealed class ValuesRule : IRule
{
    // A schema is compiled once for as long as its block lives; who asks cannot tell the difference.
    private static readonly ConditionalWeakTable<JsonNode, SchemaReading> Compiled = [];

    public IEnumerable<Finding> Check(ValidationContext context) => context.Known.Where(placement => placement.Block!.Schema is not null).SelectMany(placement => Check(context, placement));

    private static IEnumerable<Finding> Check(ValidationContext context, Placement placement)
    {
        var block = placement.Block!;
        if (Compiled.GetValue(block.Schema!, JsonSchema.Read) is not SchemaReading.Done { Schema: var schema })
        {
            var refused = (SchemaReading.Refused)Compiled.GetValue(block.Schema!, JsonSchema.Read);
            return [new Finding(Severity.Error, placement.Path, $"{block.Title} cannot be used: the schema of its values is not safe or not sound. {refused.Message}")];
        }

        // Names are checked elsewhere; any will do here.
        var written = Wiring.Values(placement, context.Connections, new ClusterPlace("cluster", "namespace"));
        return schema.Validate(HelmValues.Merge(block.Defaults, written))
            .Where(error => !Missing(context, placement, error))
            .Select(error => new Finding(Severity.Error, placement.ValuePath(error.InstancePath), error.Message, Mend(placement, error)));
    }

    // What a provider would have written is not the person's to give: that the provider is missing is said already.
    private static bool Missing(ValidationContext context, Placement placement, SchemaError error) => placement.Requires
        .Where(requirement => !context.Connections.Of(placement, requirement).Any())
        .Any(requirement => requirement.Bind.Values.Any(pointer => JsonPointer.IsWithin(error.InstancePath, pointer)));

    private static Fix? Mend(Placement placement, SchemaError error)
    {
        if (error.InstancePath.Length == 0 || !JsonPointer.TryGet(placement.Placed.Values, error.InstancePath, out _)) return null;
        var path = placement.ValuePath(error.InstancePath);
        if (error.Keyword is "additionalProperties" or "unevaluatedProperties" or "propertyNames" or "false")
            return Fixes.Remove(path, JsonPointer.Parse(error.InstancePath)![^1]);
        return JsonPointer.TryGet(placement.Block!.Defaults, error.InstancePath, out var usual) && usual is JsonValue
            ? Fixes.Remove(path, "") with { Title = $"Use the default, {usual.ToJsonString().Trim('"')}" }
            : null;
    }
}

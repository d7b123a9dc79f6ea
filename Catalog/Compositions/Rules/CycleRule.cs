using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Compositions.Rules;

/// <summary>No block needs itself by way of others: there is an order to install them in.</summary>
internal sealed class CycleRule : IRule
{
    public IEnumerable<Finding> Check(ValidationContext context) => Waves.Cycles(context.Placements, context.Connections).Select(cycle =>
    {
        var named = cycle.FirstOrDefault(connection => connection.Index is not null);
        var path = named is null ? cycle[0].User.Path : JsonPointer.Append("/bindings", named.Index!.Value);
        var fix = named is null ? null : new Fix("Remove this connection", [JsonPatch.Operation("remove", path)]);
        var names = cycle.Select(connection => context.Label(connection.User));
        return new Finding(Severity.Error, path, $"{Words.And(names)} need each other; remove one link.", fix);
    });
}

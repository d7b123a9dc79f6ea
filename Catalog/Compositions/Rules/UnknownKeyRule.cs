using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Compositions.Rules;

/// <summary>A chart without a schema takes any key in silence: one that looks like a mistyped key of its values.yaml is pointed out.</summary>
internal sealed class UnknownKeyRule : IRule
{
    public IEnumerable<Finding> Check(ValidationContext context)
    {
        foreach (var placement in context.Known.Where(placement => placement.Block!.Schema is null))
        {
            var known = placement.Block!.Defaults;
            foreach (var (name, _) in placement.Placed.Values.Where(member => !known.ContainsKey(member.Key)))
            {
                var path = placement.ValuePath(JsonPointer.Append("", name));
                if (NearestName.Of(name, known.Select(member => member.Key)) is { } nearest)
                    yield return new Finding(Severity.Warning, path, $"'{name}' is not among the values of {placement.Title}. Did you mean '{nearest}'?", Fixes.Remove(path, name));
            }
        }
    }
}

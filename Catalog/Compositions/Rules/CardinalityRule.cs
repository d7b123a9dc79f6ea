using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Compositions.Rules;

/// <summary>No block is there more often than its contract allows.</summary>
internal sealed class CardinalityRule : IRule
{
    public IEnumerable<Finding> Check(ValidationContext context)
    {
        foreach (var same in context.Known.Where(placement => placement.Contract?.MaxPerComposition is not null).GroupBy(placement => placement.Contract!.Id))
        {
            var most = same.First().Contract!.MaxPerComposition!.Value;
            foreach (var extra in same.Skip(most))
            {
                var words = most == 1 ? $"Only one {extra.Title} is allowed per cluster." : $"At most {most} of {extra.Title} are allowed per cluster.";
                yield return new Finding(Severity.Error, extra.Path, words, Drop(context, extra));
            }
        }
    }

    private static Fix? Drop(ValidationContext context, Placement extra) =>
        context.Composition.Bindings.Any(binding => binding.From == extra.Name || binding.To == extra.Name)
            ? null
            : new Fix($"Remove '{extra.Name}'", [JsonPatch.Operation("remove", extra.Path)]);
}

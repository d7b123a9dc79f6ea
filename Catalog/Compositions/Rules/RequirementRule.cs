using Dodas.Catalog.Blocks;

namespace Dodas.Catalog.Compositions.Rules;

/// <summary>What a block needs is there; and what was switched on by hand has something to use.</summary>
internal sealed class RequirementRule : IRule
{
    public IEnumerable<Finding> Check(ValidationContext context)
    {
        foreach (var placement in context.Known)
        {
            foreach (var requirement in placement.Requires.Where(requirement => Unmet(context, placement, requirement)))
                yield return new Finding(Severity.Error, placement.Path, $"{context.Label(placement)} needs {Amount(requirement)}{Words.Interface(requirement.Type)}: {Advice(context, placement, requirement)}.", Mend(context, requirement));
            foreach (var requirement in SwitchedOn(context, placement).Where(requirement => !Unmet(context, placement, requirement)))
                yield return new Finding(Severity.Error, placement.ValuePath(requirement.Enable!), $"{context.Label(placement)} is set to use {Words.Interface(requirement.Type)}, but there is none: {Advice(context, placement, requirement)}, or switch this off.", Mend(context, requirement));
        }
    }

    /// <summary>Requirements whose switch the person set on although nothing is bound.</summary>
    public static IEnumerable<Requirement> SwitchedOn(ValidationContext context, Placement placement) => (placement.Contract?.Requires ?? []).Where(requirement =>
        requirement.Enable is { } enable
        && HelmValues.TextAt(placement.Placed.Values, enable) == "true"
        && !context.Connections.Of(placement, requirement).Any()
        && !Named(context, placement, requirement)
        && !context.Connections.Open.Any(choice => choice.User == placement && choice.Requirement == requirement));

    private static bool Unmet(ValidationContext context, Placement placement, Requirement requirement) =>
        placement.Requires.Contains(requirement)
        && context.Connections.Of(placement, requirement).Count() < requirement.Min
        && !Named(context, placement, requirement)
        && !context.Connections.Open.Any(choice => choice.User == placement && choice.Requirement == requirement);

    // A binding that names a provider which does not fit is reported as such.
    private static bool Named(ValidationContext context, Placement placement, Requirement requirement) =>
        context.Composition.Bindings.Count(binding => binding.From == placement.Name && binding.Requirement == requirement.Type)
            > context.Connections.Of(placement, requirement).Count();

    private static string Amount(Requirement requirement) => requirement.Min > 1 ? $"{Words.Number(requirement.Min)} of " : "";

    private static string Advice(ValidationContext context, Placement placement, Requirement requirement)
    {
        var titles = context.Providers(requirement.Type).Select(block => block.Contract!.Id == placement.Contract!.Id ? $"another {block.Title}" : block.Title).ToList();
        return titles.Count > 0 ? $"add {Words.Or(titles)}" : "no block here offers it; ask the administrator";
    }

    private static Fix? Mend(ValidationContext context, Requirement requirement) =>
        context.Providers(requirement.Type) is [var first, ..] ? context.Add(first) : null;
}

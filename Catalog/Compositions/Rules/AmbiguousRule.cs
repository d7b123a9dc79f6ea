namespace Dodas.Catalog.Compositions.Rules;

/// <summary>Where several blocks could serve, the document says which.</summary>
internal sealed class AmbiguousRule : IRule
{
    public IEnumerable<Finding> Check(ValidationContext context) => context.Connections.Open.Select(choice =>
    {
        var number = Words.Number(choice.Candidates.Count);
        var names = Words.And(choice.Candidates.Select(candidate => $"'{candidate.Name}'"));
        var most = choice.Requirement.Max == 1 ? "one" : $"at most {Words.Number(choice.Requirement.Max)}";
        var first = choice.Candidates[0].Name;
        return new Finding(
            Severity.Error,
            choice.User.Path,
            $"{char.ToUpperInvariant(number[0])}{number[1..]} {Words.Kind(choice.Candidates)} can serve {context.Label(choice.User)}: {names}. Choose {most}.",
            Fixes.AddBinding($"Use '{first}'", new Binding(choice.User.Name, choice.Requirement.Type, first)));
    });
}

namespace Dodas.Catalog.Compositions.Rules;

/// <summary>There is at least one block.</summary>
internal sealed class NotEmptyRule : IRule
{
    public IEnumerable<Finding> Check(ValidationContext context)
    {
        if (context.Composition.Blocks.Count == 0) yield return new Finding(Severity.Error, "/blocks", "Choose at least one building block.");
    }
}

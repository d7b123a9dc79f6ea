namespace Dodas.Catalog.Compositions.Rules;

/// <summary>One thing that a composition must keep to. A rule knows contracts, never a certain block.</summary>
internal interface IRule
{
    /// <summary>Everything that breaks it.</summary>
    IEnumerable<Finding> Check(ValidationContext context);
}

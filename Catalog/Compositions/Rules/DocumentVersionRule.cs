namespace Dodas.Catalog.Compositions.Rules;

/// <summary>The document is of the version there is.</summary>
internal sealed class DocumentVersionRule : IRule
{
    public IEnumerable<Finding> Check(ValidationContext context)
    {
        var version = context.Composition.ApiVersion;
        if (version == Composition.CurrentVersion) yield break;
        yield return new Finding(
            Severity.Error,
            "/apiVersion",
            $"The version must be '{Composition.CurrentVersion}'; it is '{version}'.",
            Fixes.Set($"Use {Composition.CurrentVersion}", "/apiVersion", Composition.CurrentVersion));
    }
}

using Dodas.Catalog.Blocks;
using Dodas.Catalog.Compositions.Rules;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Compositions;

/// <summary>Checks a composition against everything known without a target. A pure function: every rule runs and everything is reported at once.</summary>
public static class CompositionValidator
{
    private static readonly IReadOnlyList<IRule> Rules =
    [
        new NotEmptyRule(),
        new DocumentVersionRule(),
        new NameRule(),
        new SecretNameRule(),
        new KnownBlockRule(),
        new ValuesRule(),
        new UnknownKeyRule(),
        new PlaceholderRule(),
        new OverwrittenRule(),
        new SecretRule(),
        new CardinalityRule(),
        new BindingRule(),
        new RequirementRule(),
        new AmbiguousRule(),
        new OutputRule(),
        new CycleRule(),
        new UselessRule(),
    ];

    /// <summary>Checks a composition.</summary>
    /// <param name="composition">What to check; never changed.</param>
    /// <param name="library">The blocks and charts it may name.</param>
    /// <param name="clusterName">Name the cluster is to have, checked too; null when it has none yet.</param>
    public static ValidationResult Validate(Composition composition, BlockLibrary library, string? clusterName = null) =>
        Validate(new CompositionReading(composition, []), library, clusterName);

    /// <summary>Checks a composition that was read from outside; what was wrong with the document's shape is reported along.</summary>
    public static ValidationResult Validate(CompositionReading reading, BlockLibrary library, string? clusterName = null)
    {
        if (reading.Composition is not { } composition) return new ValidationResult.Invalid(reading.Findings);
        if (TooLarge(composition) is { } large) return new ValidationResult.Invalid([.. reading.Findings, large]);
        var context = new ValidationContext(composition, library, clusterName);
        var fromRules = Rules.SelectMany(rule => rule.Check(context))
            .Where(finding => !reading.Findings.Any(shape => JsonPointer.IsWithin(finding.Path, shape.Path))); // said already: it could not even be read
        IReadOnlyList<Finding> findings = [.. reading.Findings.Concat(fromRules)
            .DistinctBy(finding => (finding.Severity, finding.Path, finding.Message))
            .Order(DocumentOrder.Instance)];
        if (findings.Any(finding => finding.Severity == Severity.Error)) return new ValidationResult.Invalid(findings);

        var waves = Waves.Of(context.Placements, context.Connections);
        return new ValidationResult.Valid(
            new ValidComposition
            {
                Composition = composition,
                Blocks = [.. context.Placements.Select(placement => new ResolvedBlock(placement.Placed, placement.Block!, waves[placement.Index]))],
                Bindings = [.. context.Connections.All.Select(connection => connection.Binding)],
            },
            findings);
    }

    // The one thing that is checked beforehand: all rules compare blocks with blocks.
    private static Finding? TooLarge(Composition composition) =>
        composition.Blocks.Count > Composition.MostBlocks ? new Finding(Severity.Error, "/blocks", $"A composition has at most {Composition.MostBlocks} blocks; this one has {composition.Blocks.Count}.")
        : composition.Bindings.Count > Composition.MostBindings ? new Finding(Severity.Error, "/bindings", $"A composition has at most {Composition.MostBindings} connections; this one has {composition.Bindings.Count}.")
        : null;
}

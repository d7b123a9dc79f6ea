using Dodas.Catalog;
using Dodas.Catalog.Compositions;
using Dodas.Catalog.Planning;

namespace Dodas.Deployer.Clusters;

/// <summary>Checks a composition as a whole: every rule, and when they hold, every release rendered by helm. Changes nothing.</summary>
internal sealed class CompositionChecks(IChartCatalog catalog, IChartRenderer renderer)
{
    private const string PlaceholderName = "cluster";

    /// <summary>Checks.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="composition">What to check.</param>
    /// <param name="name">The cluster's name, or null when it has none yet.</param>
    /// <param name="others">Findings made elsewhere; with an error among them there is no plan.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Checked> CheckAsync(Actor actor, Composition composition, string? name, IReadOnlyList<Finding> others, CancellationToken cancellationToken)
    {
        var library = await catalog.LibraryAsync(actor, composition, cancellationToken);
        var result = CompositionValidator.Validate(composition, library, name);
        List<Finding> findings = [.. others, .. result.Findings];
        if (result is not ValidationResult.Valid { Composition: var valid } || HasError(others)) return Failed(findings);

        var place = new ClusterPlace(name ?? PlaceholderName, $"{name ?? PlaceholderName}-000000");
        var plan = Planner.Plan(valid, place);
        var rendered = await Task.WhenAll(plan.Releases.Select(release => renderer.RenderAsync(release, place.Namespace, cancellationToken)));
        Dictionary<string, string> manifests = [];
        foreach (var (release, rendering) in plan.Releases.Zip(rendered))
        {
            if (rendering is RenderResult.Rendered { Manifest: var manifest }) manifests[release.Name] = manifest;
            else if (rendering is RenderResult.Refused { Message: var message }) findings.Add(new Finding(Severity.Error, Place(composition, release), $"helm refuses these values: {message}"));
        }

        return HasError(findings) ? Failed(findings) : new Checked(new CompositionCheck(InOrder(findings), plan, manifests), valid);
    }

    private static bool HasError(IEnumerable<Finding> findings) => findings.Any(finding => finding.Severity == Severity.Error);

    private static Checked Failed(List<Finding> findings) => new(new CompositionCheck(InOrder(findings), null, new Dictionary<string, string>()), null);

    private static List<Finding> InOrder(IEnumerable<Finding> findings) => [.. findings.OrderBy(finding => finding.Severity)];

    private static string Place(Composition composition, PlannedRelease release) => $"/blocks/{composition.Blocks.Index().First(block => block.Item.Name == release.Block).Index}/values";

    /// <summary>A checked composition.</summary>
    /// <param name="Check">What is shown.</param>
    /// <param name="Valid">What can be planned, or null when there are errors.</param>
    internal sealed record Checked(CompositionCheck Check, ValidComposition? Valid);
}

using Dodas.Catalog;
using Dodas.Catalog.Planning;

namespace Dodas.Deployer.Helm;

/// <summary>Renders planned releases with <c>helm template</c>; helm reaches no target and no network for it.</summary>
internal sealed class ChartRenderer(HelmCli helm, IChartCatalog catalog) : IChartRenderer
{
    /// <inheritdoc />
    public async Task<RenderResult> RenderAsync(PlannedRelease release, string @namespace, CancellationToken cancellationToken)
    {
        string archive;
        try
        {
            archive = await catalog.ArchiveAsync(release.Chart, cancellationToken);
        }
        catch (ChartUnavailableException exception)
        {
            return new RenderResult.Refused(exception.Message);
        }

        var result = await helm.TemplateAsync(release.Name, @namespace, archive, release.Values, cancellationToken);
        return result.Succeeded ? new RenderResult.Rendered(result.Output) : new RenderResult.Refused(result.Message);
    }
}

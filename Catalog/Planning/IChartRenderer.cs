namespace Dodas.Catalog.Planning;

/// <summary>Renders a planned release to manifests without touching a target. Catalog starts no process: the deployer's helm fills this.</summary>
public interface IChartRenderer
{
    /// <summary>Renders one release. What the chart's author or the values got wrong comes back as <see cref="RenderResult.Refused"/>.</summary>
    Task<RenderResult> RenderAsync(PlannedRelease release, string @namespace, CancellationToken cancellationToken);
}

/// <summary>What rendering gave.</summary>
public abstract record RenderResult
{
    private RenderResult()
    {
    }

    /// <summary>The chart rendered.</summary>
    /// <param name="Manifest">YAML documents.</param>
    public sealed record Rendered(string Manifest) : RenderResult;

    /// <summary>The chart, its schema or its templates refused the values.</summary>
    /// <param name="Message">helm's words, without paths of this machine.</param>
    public sealed record Refused(string Message) : RenderResult;
}

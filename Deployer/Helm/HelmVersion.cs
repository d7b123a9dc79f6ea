using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dodas.Deployer.Helm;

/// <summary>Looks once whether the helm that was given is one the deployer can use.</summary>
internal sealed class HelmVersion(HelmCli helm, IOptions<DeployerOptions> options, ILogger<HelmVersion> log)
{
    // Lower ones lack security fixes; Helm 3 knows other flags and other waits.
    private static readonly Version Floor = new(4, 1, 4);

    /// <summary>Says in the log what is wrong with it, if anything; operations then fail with helm's own words.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var answer = await helm.VersionAsync(cancellationToken);
        if (!answer.Succeeded) log.LogError("helm at {Path} does not run: {Message}", options.Value.HelmPath, answer.Message);
        else if (!IsGoodEnough(answer.Output)) log.LogError("helm at {Path} is {Version}; install helm {Floor} or a newer 4.", options.Value.HelmPath, answer.Output.Trim(), Floor);
    }

    /// <summary>Whether a version such as <c>v4.1.4</c> will do.</summary>
    public static bool IsGoodEnough(string version) =>
        Version.TryParse(version.Trim().TrimStart('v').Split('-', '+')[0], out var parsed) && parsed.Major == Floor.Major && parsed >= Floor;
}

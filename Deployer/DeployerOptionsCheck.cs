using Microsoft.Extensions.Options;

namespace Dodas.Deployer;

/// <summary>Finds every mistake in the deployer's options at once.</summary>
internal sealed class DeployerOptionsCheck : IValidateOptions<DeployerOptions>
{
    public ValidateOptionsResult Validate(string? name, DeployerOptions options)
    {
        var mistakes = Mistakes(options).ToList();
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static IEnumerable<string> Mistakes(DeployerOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.DataDirectory)) yield return "Deployer: DataDirectory is empty; name a folder that this program may write to.";
        if (!File.Exists(options.HelmPath)) yield return $"Deployer: HelmPath '{options.HelmPath}' is no file; install helm 4.1.4 or newer and give its path.";
        if (string.IsNullOrWhiteSpace(options.ConnectionString)) yield return "Deployer: ConnectionString is empty; give one such as 'Data Source=data/portal.db'.";
        if (options.MaxConcurrency is < 1 or > 64) yield return $"Deployer: MaxConcurrency is {options.MaxConcurrency}; use 1 to 64.";
        if (options.MaxOperations is < 1 or > 10_000) yield return $"Deployer: MaxOperations is {options.MaxOperations}; use 1 to 10000.";
        if (options.StepDeadline <= TimeSpan.Zero || options.StepDeadline > TimeSpan.FromHours(24)) yield return $"Deployer: StepDeadline is {options.StepDeadline}; use more than nothing and at most a day.";
        if (options.HelmGrace < TimeSpan.Zero || options.HelmGrace > TimeSpan.FromMinutes(1)) yield return $"Deployer: HelmGrace is {options.HelmGrace}; use at most a minute.";
    }
}

using System.ComponentModel.DataAnnotations;

namespace Dodas.Portal.Hosting;

/// <summary>Settings of the portal's own process, section <c>Portal</c>.</summary>
public sealed class PortalOptions
{
    /// <summary>A bootstrap token shorter than this is taken, with a warning.</summary>
    internal const int SafeTokenLength = 16;

    /// <summary>Name of the section.</summary>
    public const string Section = "Portal";

    /// <summary>Folder of everything that must outlive the process; made when missing.</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "Portal:{0} must not be empty.")]
    public string Data { get; set; } = "data";

    /// <summary>Folder of the building-block charts and recipes.</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "Portal:{0} must not be empty.")]
    public string Charts { get; set; } = "charts";

    /// <summary>Path of the helm binary, 4.1.4 or newer.</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "Portal:{0} must not be empty.")]
    public string Helm { get; set; } = "/usr/local/bin/helm";

    /// <summary>How many helm processes run at once; from <c>Helm:MaxConcurrency</c>.</summary>
    [Range(1, 64, ErrorMessage = "Helm:MaxConcurrency is from 1 to 64.")]
    public int HelmConcurrency { get; set; } = 4;

    /// <summary>kubeconfig of a real cluster, or null for the embedded sandbox.</summary>
    public string? Kubeconfig { get; set; }

    /// <summary>Context in that kubeconfig, or null for its current one.</summary>
    public string? Context { get; set; }

    /// <summary>How long the sandbox's pods take to start.</summary>
    public TimeSpan SandboxPodStartDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a release may take to become ready before its step fails.</summary>
    public TimeSpan StepDeadline { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Hosts of chart repositories that may be reached over plain http or at loopback and private addresses. The sandbox adds loopback.</summary>
    public IList<string> AllowedRepositoryHosts { get; } = [];

    /// <summary>Presets an API token of the administrator, for automation; from <c>Accounts:BootstrapToken</c>.</summary>
    public string? BootstrapToken { get; set; }

    /// <summary>Everything wrong with these settings, one line each; empty when nothing is.</summary>
    public IReadOnlyList<string> Problems()
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(this, new ValidationContext(this), results, validateAllProperties: true);
        var problems = results.Select(result => result.ErrorMessage!).ToList();
        if (!Directory.Exists(Charts))
            problems.Add($"Portal:Charts: there is no folder '{Charts}'. Start the portal in its own folder, or name the folder of the charts.");
        if (Kubeconfig is not null && !File.Exists(Kubeconfig))
            problems.Add($"Portal:Kubeconfig: there is no file '{Kubeconfig}'.");
        if (Context is not null && Kubeconfig is null)
            problems.Add("Portal:Context: a context needs a kubeconfig; give --kubeconfig too.");
        if (StepDeadline <= TimeSpan.Zero)
            problems.Add("Portal:StepDeadline: must be above zero.");
        if (SandboxPodStartDelay < TimeSpan.Zero)
            problems.Add("Portal:SandboxPodStartDelay: must not be negative.");
        return problems;
    }
}

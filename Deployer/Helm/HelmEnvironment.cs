namespace Dodas.Deployer.Helm;

/// <summary>The environment of one helm: nothing of the portal's own passes but what a program needs to run and to reach the target.</summary>
internal static class HelmEnvironment
{
    // Credential plugins of a kubeconfig need HOME and PATH; a target behind a proxy or a private authority needs the others.
    private static readonly string[] PassedToTargets =
    [
        "HOME", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR",
    ];

    /// <summary>Variables to set; null removes an inherited one.</summary>
    /// <param name="inherited">Names that the child would inherit.</param>
    /// <param name="directory">The call's own directory.</param>
    /// <param name="access">The target, or null when helm must reach none.</param>
    public static IReadOnlyDictionary<string, string?> Of(IEnumerable<string> inherited, string directory, HelmAccess? access)
    {
        var variables = inherited.ToDictionary(name => name, _ => (string?)null);
        variables.Remove("PATH");
        if (access is null)
        {
            variables["HOME"] = directory;
        }
        else
        {
            foreach (var name in PassedToTargets) variables.Remove(name);
        }

        variables["TMPDIR"] = directory;
        variables["NO_COLOR"] = "1";
        variables["KUBECONFIG"] = access?.KubeconfigPath ?? Path.Combine(directory, "no-kubeconfig");
        variables["HELM_CACHE_HOME"] = Path.Combine(directory, "cache");
        variables["HELM_CONFIG_HOME"] = Path.Combine(directory, "config");
        variables["HELM_DATA_HOME"] = Path.Combine(directory, "data");
        variables["HELM_REPOSITORY_CONFIG"] = Path.Combine(directory, "repositories.yaml");
        variables["HELM_REPOSITORY_CACHE"] = Path.Combine(directory, "repository");
        variables["HELM_CONTENT_CACHE"] = Path.Combine(directory, "content");
        variables["HELM_REGISTRY_CONFIG"] = Path.Combine(directory, "registry.json");
        variables["HELM_PLUGINS"] = Path.Combine(directory, "plugins");
        variables["HELM_NO_PLUGINS"] = "1";
        variables["HELM_DRIVER"] = "secret";
        return variables;
    }
}

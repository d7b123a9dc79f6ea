using Dodas.Deployer.Clusters;

namespace Dodas.Portal.Clusters;

/// <summary>Addresses of cluster pages.</summary>
public static class ClusterAddress
{
    /// <summary>The page of a cluster; the project is named when it is not the person's own.</summary>
    public static string Of(string name, string? project)
        => $"/clusters/{Uri.EscapeDataString(name)}{(project is null ? "" : $"?project={Uri.EscapeDataString(project)}")}";
}

/// <summary>What can be done with an endpoint's address.</summary>
public static class EndpointAddress
{
    /// <summary>A browser on a person's own machine can open it: HTTP, and not a name that only exists inside the Kubernetes cluster.</summary>
    public static bool Opens(EndpointView endpoint)
        => Uri.TryCreate(endpoint.Url, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            && !url.Host.EndsWith(".svc", StringComparison.Ordinal)
            && !url.Host.EndsWith(".cluster.local", StringComparison.Ordinal);
}

/// <summary>Counts over an operation's steps.</summary>
public static class Steps
{
    /// <summary>The operation has not ended.</summary>
    public static bool Runs(OperationView operation) => operation.State is OperationState.Queued or OperationState.Running or OperationState.Cancelling or OperationState.Interrupted;

    /// <summary>How many steps are behind it.</summary>
    public static int Done(OperationView operation) => operation.Steps.Count(step => step.State is StepState.Ready or StepState.Skipped);
}

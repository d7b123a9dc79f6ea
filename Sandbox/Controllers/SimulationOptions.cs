using Dodas.Sandbox.Controllers.Volumes;

namespace Dodas.Sandbox.Controllers;

/// <summary>How the simulated cluster behaves and how large it is.</summary>
public sealed record SimulationOptions
{
    /// <summary>From scheduling a pod until all its containers run, init containers included.</summary>
    public TimeSpan PodStartDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>From the request to delete a running pod until it is gone; never longer than its grace period.</summary>
    public TimeSpan PodStopDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a pod runs that is meant to end (restartPolicy Never or OnFailure).</summary>
    public TimeSpan PodRunTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The wait before the first restart of a crashed container; it doubles up to 30 times as much.</summary>
    public TimeSpan CrashBackOff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait before a Job replaces a failed pod; it doubles with every failure up to 36 times as much.</summary>
    public TimeSpan JobBackOff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From the failed attempt to pull an image (ErrImagePull) to ImagePullBackOff.</summary>
    public TimeSpan ImagePullBackOff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long Events are kept.</summary>
    public TimeSpan EventLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The name of the one node.</summary>
    public string NodeName { get; init; } = "sandbox";

    /// <summary>The node's CPUs, as a Kubernetes quantity.</summary>
    public string NodeCpu { get; init; } = "64";

    /// <summary>The node's memory, as a Kubernetes quantity.</summary>
    public string NodeMemory { get; init; } = "256Gi";

    /// <summary>The node's local disk, as a Kubernetes quantity.</summary>
    public string NodeStorage { get; init; } = "1Ti";

    /// <summary>How many GPUs (<c>nvidia.com/gpu</c>) the node has.</summary>
    public int NodeGpus { get; init; }

    /// <summary>How many pods fit on the node.</summary>
    public int NodePods { get; init; } = 2000;

    /// <summary>The storage classes that exist from the start.</summary>
    public IReadOnlyList<SimulatedStorageClass> StorageClasses { get; init; } =
    [
        new("standard", IsDefault: true, WaitsForFirstConsumer: false),
        new("standard-wait", IsDefault: false, WaitsForFirstConsumer: true),
    ];

    /// <summary>The certificate authority that <c>kube-root-ca.crt</c> shows to pods, PEM.</summary>
    public string RootCertificate { get; init; } = "";
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dodas.Sandbox.Controllers.Objects;

namespace Dodas.Sandbox.Controllers.Nodes;

/// <summary>Faults that a pod asks for by annotation (set it in a pod template), and images that cannot be pulled.</summary>
internal static partial class PodFault
{
    /// <summary>The annotation; its value is one of the constants below.</summary>
    public const string Annotation = "sandbox.dodas.io/fault";

    /// <summary>For how long a pod that is meant to end runs, such as <c>90s</c>; <c>forever</c> never ends.</summary>
    public const string RunTime = "sandbox.dodas.io/run-time";

    /// <summary>How long the pod takes to start, such as <c>30s</c>, instead of the configured delay.</summary>
    public const string StartDelay = "sandbox.dodas.io/start-delay";

    /// <summary>The containers exit with code 1 a moment after each start.</summary>
    public const string CrashLoop = "crash-loop";

    /// <summary>The containers run but never become ready.</summary>
    public const string NeverReady = "never-ready";

    /// <summary>No image of the pod can be pulled.</summary>
    public const string ImagePull = "image-pull";

    /// <summary>The first init container exits with code 1 each time.</summary>
    public const string InitFail = "init-fail";

    /// <summary>The containers are killed for want of memory a moment after each start.</summary>
    public const string OutOfMemory = "oom";

    /// <summary>The pod takes ten times as long to start.</summary>
    public const string SlowStart = "slow-start";

    /// <summary>The pod's fault, or null.</summary>
    public static string? Of(JsonObject pod) => pod.Annotation(Annotation);

    /// <summary>Whether the image can be pulled.</summary>
    public static bool CanPull(JsonObject pod, string image) =>
        Of(pod) != ImagePull && !image.Contains("does-not-exist", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it can be an image at all: registry and path, then a tag or a digest or both.</summary>
    public static bool IsImageName(string image) => ImageName().IsMatch(image);

    /// <summary>How long the pod takes to start.</summary>
    public static TimeSpan StartDelayOf(JsonObject pod, SimulationOptions options) =>
        Duration(pod.Annotation(StartDelay)) ?? (Of(pod) == SlowStart ? options.PodStartDelay * 10 : options.PodStartDelay);

    /// <summary>How long the pod runs when it is meant to end; null: for ever.</summary>
    public static TimeSpan? RunTimeOf(JsonObject pod, SimulationOptions options) =>
        pod.Annotation(RunTime) is "forever" ? null : Duration(pod.Annotation(RunTime)) ?? options.PodRunTime;

    private static TimeSpan? Duration(string? text)
    {
        if (text is null || text.Length < 2)
            return null;
        var (digits, unit) = text.EndsWith("ms", StringComparison.Ordinal) ? (text[..^2], 1.0) : (text[..^1], text[^1] switch { 's' => 1000.0, 'm' => 60_000.0, 'h' => 3_600_000.0, _ => 0.0 });
        return unit > 0 && double.TryParse(digits, out var amount) && amount is >= 0 and < 1e6 ? TimeSpan.FromMilliseconds(amount * unit) : null;
    }

    // github.com/distribution/reference, without the limits on length.
    [GeneratedRegex(@"^([a-zA-Z0-9.-]+(:[0-9]+)?/)?[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*(/[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*)*(:[\w][\w.-]{0,127})?(@[a-zA-Z0-9+._-]+:[0-9a-fA-F]{32,})?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ImageName();
}

namespace Dodas.Deployer.Health;

/// <summary>Says in plain words why an image cannot be had, from what the container runtime and the registry said.</summary>
internal static class ImageWords
{
    private static readonly (string Sign, string Words)[] Signs =
    [
        ("InvalidImageName", "its name is not valid"),
        ("couldn't parse image", "its name is not valid"),
        ("ErrImageNeverPull", "it is not on the node, and the pod forbids to pull it"),
        ("toomanyrequests", "the registry limits how often this target may pull"),
        ("rate limit", "the registry limits how often this target may pull"),
        ("unauthorized", "the registry does not let the target in"),
        ("authentication required", "the registry does not let the target in"),
        ("authorization failed", "the registry does not let the target in"),
        ("denied", "the registry does not let the target in, or it does not exist"),
        ("forbidden", "the registry does not let the target in"),
        ("not found", "not found"),
        ("manifest unknown", "not found"),
        ("does not exist", "not found"),
        ("no match for platform", "it is not made for the processors of this target"),
        ("no such host", "the registry cannot be reached"),
        ("connection refused", "the registry cannot be reached"),
        ("i/o timeout", "the registry cannot be reached"),
        ("deadline exceeded", "the registry cannot be reached"),
        ("x509", "the registry's certificate is not trusted"),
        ("no space left", "the node's disk is full"),
    ];

    /// <summary>Waiting reasons of a container that are about its image.</summary>
    public static bool IsAboutImage(string reason) =>
        reason is "ErrImagePull" or "ImagePullBackOff" or "InvalidImageName" or "ErrImageNeverPull" or "ImageInspectError" or "RegistryUnavailable" or "SignatureValidationFailed";

    /// <summary>The reason, or null when nothing that was said is known.</summary>
    /// <param name="said">What was said, the most telling first.</param>
    public static string? Reason(IEnumerable<string> said) => said
        .Select(text => Signs.FirstOrDefault(sign => text.Contains(sign.Sign, StringComparison.OrdinalIgnoreCase)).Words)
        .FirstOrDefault(words => words is not null);
}

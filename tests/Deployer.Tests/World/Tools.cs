using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Dodas.Deployer.Tests.World;

/// <summary>The real helm and kubectl, as <c>.ci/tool</c> finds or fetches them.</summary>
public static class Tools
{
    private static readonly Lazy<string> HelmPath = new(() => Find("helm"));

    public static string Helm => HelmPath.Value;

    public static string Repository { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../.."));

    private static string Find(string name)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Repository, ".ci/tool"), [name]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var path = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return File.Exists(path) ? path : throw new InvalidOperationException($".ci/tool {name} found nothing; run it by hand to see why.");
    }

    private static string Here([CallerFilePath] string path = "") => path;
}

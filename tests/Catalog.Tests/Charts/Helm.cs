using System.Diagnostics;

namespace Dodas.Catalog.Tests.Charts;

/// <summary>The real helm that the portal uses.</summary>
internal static class Helm
{
    /// <summary>Root of the working copy.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static async Task<string> RunAsync(params string[] arguments)
    {
        var helm = await StartAsync(Path.Combine(Root, ".ci", "tool"), "helm");
        return await StartAsync(helm.Trim(), arguments);
    }

    private static async Task<string> StartAsync(string program, params string[] arguments)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var error = await process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error}");
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Dodas.Portal.sln")) ? folder : FindRoot(Directory.GetParent(folder)!.FullName);
}

using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Dodas.Deployer.Helm;

/// <summary>Tells one process from a later one with the same pid, and ends processes that are not this program's children.</summary>
internal static class ProcessIdentity
{
    private const int SigTerm = 15;

    /// <summary>When the process started, in the operating system's own count, or null when it does not run (a zombie does not).</summary>
    public static long? StartOf(int processId)
    {
        if (OperatingSystem.IsLinux()) return StartFromStat(Read($"/proc/{processId}/stat"));
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.HasExited ? null : process.StartTime.ToUniversalTime().Ticks;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Field 22 of <c>/proc/PID/stat</c> (man 5 proc), clock ticks since boot; the second field may itself hold blanks and brackets.</summary>
    public static long? StartFromStat(string? stat)
    {
        var bracket = stat?.LastIndexOf(')') ?? -1;
        if (bracket < 0) return null;
        var fields = stat![(bracket + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 19 && fields[0] is not ("Z" or "X") && long.TryParse(fields[19], CultureInfo.InvariantCulture, out var start) ? start : null;
    }

    /// <summary>Pids of this user's processes that have <paramref name="text"/> in their environment. Linux only, empty elsewhere.</summary>
    public static IReadOnlyList<int> WithEnvironment(string text)
    {
        if (!OperatingSystem.IsLinux()) return [];
        return [.. Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && id != Environment.ProcessId && Read($"/proc/{id}/environ")?.Contains(text, StringComparison.Ordinal) == true)];
    }

    /// <summary>Asks the process to end, kills it after <paramref name="grace"/>, and returns when it is gone. Nothing happens when the pid belongs to another process by now.</summary>
    /// <returns>Whether there was something to end.</returns>
    public static async Task<bool> EndAsync(int processId, long start, TimeSpan grace, TimeProvider time, CancellationToken cancellationToken)
    {
        if (StartOf(processId) != start) return false;
        Process process;
        try
        {
            process = Process.GetProcessById(processId);
        }
        catch (ArgumentException)
        {
            return false;
        }

        using (process)
        {
            // The handle is taken before the second look, so that a pid recycled in between is not signalled.
            if (StartOf(processId) != start) return false;
            Ask(process);
            using var patience = new CancellationTokenSource(grace, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            try
            {
                await process.WaitForExitAsync(both.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(cancellationToken);
            }
        }

        return true;
    }

    private static void Ask(Process process)
    {
        if (OperatingSystem.IsWindows()) process.Kill(entireProcessTree: true);
        else _ = Kill(process.Id, SigTerm);
    }

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path, Encoding.UTF8);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}

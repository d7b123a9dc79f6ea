using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Dodas.Deployer.Helm;

/// <summary>A directory for one helm alone, unpredictable and closed to everybody else; gone with everything in it when disposed.</summary>
internal sealed class HelmDirectory : IDisposable
{
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Tells the directories of this program from those that an earlier one left behind.
    private static readonly string Ours = RandomNumberGenerator.GetHexString(8, lowercase: true) + "-";

    private HelmDirectory(string path) => FullName = path;

    /// <summary>Absolute path.</summary>
    public string FullName { get; }

    /// <summary>Where the values are, when there are any.</summary>
    public string ValuesPath => Path.Combine(FullName, "values.yaml");

    /// <summary>The folder that holds all of them.</summary>
    public static string Parent(string dataDirectory) => Path.Combine(Path.GetFullPath(dataDirectory), "helm");

    /// <summary>Makes one.</summary>
    public static HelmDirectory Create(string dataDirectory)
    {
        var path = Path.Combine(Parent(dataDirectory), Ours + RandomNumberGenerator.GetHexString(32, lowercase: true));
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(Parent(dataDirectory), OnlyOwner);
            Directory.CreateDirectory(path, OnlyOwner);
        }

        Directory.CreateDirectory(Path.Combine(path, "plugins"));
        return new HelmDirectory(path);
    }

    /// <summary>Removes what an earlier program left behind; nothing of it may run any more.</summary>
    public static void Sweep(string dataDirectory)
    {
        var parent = Parent(dataDirectory);
        if (!Directory.Exists(parent)) return;
        foreach (var path in Directory.EnumerateDirectories(parent).Where(path => !Path.GetFileName(path).StartsWith(Ours, StringComparison.Ordinal)))
            Directory.Delete(path, recursive: true);
    }

    /// <summary>Writes the values; every JSON document is a YAML document.</summary>
    public async Task WriteValuesAsync(JsonObject values, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var writer = new StreamWriter(ValuesPath, options);
        await writer.WriteAsync(values.ToJsonString().AsMemory(), cancellationToken);
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(FullName, recursive: true);
        }
        catch (IOException)
        {
            // What a helm on its way out still writes is swept at the next start.
        }
    }
}

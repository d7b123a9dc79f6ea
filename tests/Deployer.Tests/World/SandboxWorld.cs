using System.Diagnostics;
using Dodas.Catalog;
using Dodas.Catalog.Compositions;
using Dodas.Deployer.Clusters;
using Dodas.Deployer.Storage;
using Dodas.Deployer.Targets;
using Dodas.Sandbox;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dodas.Deployer.Tests.World;

/// <summary>A sandbox, a repository with two small blocks, and a deployer that can be stopped and started again over the same data.</summary>
internal sealed class SandboxWorld : IAsyncDisposable
{
    private readonly SandboxCluster _sandbox;
    private IHost? _host;

    private SandboxWorld(SandboxCluster sandbox) => _sandbox = sandbox;

    public static Actor Ana { get; } = new("1", "ana", IsAdministrator: false);

    public static Actor Bob { get; } = new("2", "bob", IsAdministrator: false);

    public required TestFolder Folder { get; init; }

    public TimeSpan StepDeadline { get; init; } = TimeSpan.FromMinutes(2);

    public IServiceProvider Services => _host!.Services;

    public IClusters Clusters => Services.GetRequiredService<IClusters>();

    public ITarget Target => Services.GetRequiredService<ITargets>().Default;

    public string Kubeconfig => Folder.File("kubeconfig");

    public Database Database => new(Folder);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The folder that is the repository; the portal's own charts, or small ones for tests.</summary>
    private string Charts { get; init; } = "";

    public static async Task<SandboxWorld> CreateAsync(TimeSpan? podStartDelay = null, TimeSpan? stepDeadline = null, bool withOwnCharts = false)
    {
        var sandbox = await SandboxCluster.StartAsync(new SandboxOptions { PodStartDelay = podStartDelay ?? TimeSpan.FromMilliseconds(200) }, Cancel);
        var folder = new TestFolder();
        var world = new SandboxWorld(sandbox)
        {
            Folder = folder,
            StepDeadline = stepDeadline ?? TimeSpan.FromMinutes(2),
            Charts = withOwnCharts ? Path.Combine(Tools.Repository, "charts") : TestCharts.Write(Directory.CreateDirectory(folder.File("repository")).FullName),
        };
        await sandbox.WriteKubeconfigAsync(world.Kubeconfig, Cancel);
        await world.StartAsync();
        return world;
    }

    public async Task StartAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(Folder.File("keys")));
        builder.Services.AddCatalog(options =>
        {
            options.LocalRepository = Charts;
            options.DataDirectory = Folder.Path;
        });
        builder.Services.AddTargets(options =>
        {
            options.Name = "sandbox";
            options.Kubeconfig = Kubeconfig;
            options.IsSandbox = true;
        });
        builder.Services.AddDeployer(options =>
        {
            options.DataDirectory = Folder.Path;
            options.HelmPath = Tools.Helm;
            options.ConnectionString = Folder.ConnectionString;
            options.StepDeadline = StepDeadline;
        });
        _host = builder.Build();
        await CatalogStartup.MigrateAsync(_host.Services, Cancel);
        await _host.Services.GetRequiredService<DeployerDatabase>().MigrateAsync(Cancel);
        await _host.StartAsync(Cancel);
    }

    public async Task StopAsync()
    {
        if (_host is not { } host) return;
        _host = null;
        await host.StopAsync(CancellationToken.None);
        if (host is IAsyncDisposable disposable) await disposable.DisposeAsync();
    }

    /// <summary>Asks for both blocks, the lab with this image.</summary>
    public async Task<CreateOutcome.Accepted> CreateClusterAsync(string name = "ana", string? labImage = null)
    {
        var composition = new Composition
        {
            Blocks =
            [
                new PlacedBlock { Name = "pool", Block = "pool" },
                new PlacedBlock { Name = "lab", Block = "lab", Values = labImage is null ? [] : new() { ["image"] = labImage } },
            ],
        };
        var outcome = await Clusters.CreateAsync(Ana, new NewCluster(name, null, null, null, null, composition), null, Cancel);
        return outcome.Should().BeOfType<CreateOutcome.Accepted>().Subject;
    }

    /// <summary>Waits until the cluster looks as wanted.</summary>
    public async Task<ClusterView> UntilAsync(string id, Func<ClusterView, bool> wanted, TimeSpan? patience = null)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        enough.CancelAfter(patience ?? TimeSpan.FromSeconds(60));
        ClusterView? last = null;
        try
        {
            await foreach (var view in Clusters.WatchAsync(Ana, id, null, enough.Token))
            {
                last = view;
                if (wanted(view)) return view;
            }
        }
        catch (OperationCanceledException) when (!Cancel.IsCancellationRequested)
        {
        }

        throw new TimeoutException($"The cluster did not come to look as wanted. It was last:\n{Text(last)}");
    }

    /// <summary>Waits until the cluster is gone.</summary>
    public async Task UntilGoneAsync(string id)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        enough.CancelAfter(TimeSpan.FromSeconds(60));
        ClusterView? last = null;
        try
        {
            await foreach (var view in Clusters.WatchAsync(Ana, id, null, enough.Token)) last = view;
        }
        catch (OperationCanceledException e) when (!Cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"The cluster did not go. It was last:\n{Text(last)}", e);
        }
    }

    /// <summary>What helm itself lists in a namespace: name, revision and status of each release.</summary>
    public async Task<string> HelmListAsync(string @namespace)
    {
        using var process = StartHelm("list", $"--namespace={@namespace}", "--output=json");
        var json = System.Text.Json.Nodes.JsonNode.Parse(await process.StandardOutput.ReadToEndAsync(Cancel))!.AsArray();
        await process.WaitForExitAsync(Cancel);
        return string.Join(", ", json.Select(item => $"{item!["name"]} {item["revision"]} {item["status"]}").Order());
    }

    /// <summary>Starts the real helm by hand, as somebody beside the portal.</summary>
    public Process StartHelm(params string[] arguments)
    {
        var start = new ProcessStartInfo(Tools.Helm, [.. arguments, $"--kubeconfig={Kubeconfig}"]) { RedirectStandardOutput = true, UseShellExecute = false };
        return Process.Start(start)!;
    }

    /// <summary>Waits until the database says what is wanted.</summary>
    public async Task UntilStoredAsync(Func<DeployerDbContext, Task<bool>> wanted)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        enough.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            await using var db = Database.CreateDbContext();
            if (await wanted(db)) return;
            await Task.Delay(5, enough.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _sandbox.DisposeAsync();
        Folder.Dispose();
    }

    private static string Text(ClusterView? view) => view is null
        ? "nothing"
        : $"""
            {view.State} {view.Cause.Summary} [{string.Join(" <- ", view.Cause.Chain)}] {view.Operation?.Kind} {view.Operation?.State} {view.Operation?.Cause}
            {string.Join('\n', view.Operation?.Steps.Select(step => step.ToString()) ?? [])}
            {string.Join('\n', view.Releases.Select(release => $"{release.Name} {release.Revision} {release.HelmStatus} {release.State} {release.Cause.Summary} {string.Join("; ", release.Objects)}"))}
            """;
}

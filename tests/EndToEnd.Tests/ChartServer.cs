using CliWrap;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace Dodas.EndToEnd.Tests;

/// <summary>A chart made by <c>helm create</c>, packaged and indexed by helm, served over HTTP on loopback.</summary>
internal sealed class ChartServer : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly string folder;

    private ChartServer(WebApplication server, string folder)
    {
        this.server = server;
        this.folder = folder;
    }

    public string Url => server.Urls.First();

    public static async Task<ChartServer> StartAsync(string chart, CancellationToken cancellationToken)
    {
        var place = Directory.CreateTempSubdirectory("dodas-charts-").FullName;
        var source = Directory.CreateDirectory(Path.Combine(place, "source")).FullName;
        var served = Directory.CreateDirectory(Path.Combine(place, "served")).FullName;
        await Helm(source, "create", chart);
        await Helm(served, "package", Path.Combine(source, chart));
        await Helm(served, "repo", "index", ".");

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var started = builder.Build();
        started.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(served), ServeUnknownFileTypes = true });
        await started.StartAsync(cancellationToken);
        return new ChartServer(started, place);

        Task Helm(string where, params string[] arguments)
            => Cli.Wrap(Checkout.Helm).WithArguments(arguments).WithWorkingDirectory(where).ExecuteAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

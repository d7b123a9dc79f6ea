using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dodas.Sandbox.Access;
using Dodas.Sandbox.Admission;
using Dodas.Sandbox.Admission.Policy;
using Dodas.Sandbox.Admission.Validation;
using Dodas.Sandbox.Api;
using Dodas.Sandbox.Api.Tables;
using Dodas.Sandbox.Controllers;
using Dodas.Sandbox.Hosting;
using Dodas.Sandbox.Resources;
using Dodas.Sandbox.Storage;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Dodas.Sandbox;

/// <summary>
/// A Kubernetes cluster in this process: an API server on loopback that helm, kubectl and any client library can use, with simulated controllers
/// and a simulated node behind it. No container ever runs.
/// </summary>
/// <example><code>await using var cluster = await SandboxCluster.StartAsync(new SandboxOptions(), cancellationToken);</code></example>
public sealed class SandboxCluster : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ObjectStore _store;
    private readonly SandboxIdentity _identity;
    private readonly CancellationTokenSource _stopping;
    private readonly Task _simulation;
    private readonly X509Certificate2 _certificate;

    private SandboxCluster(WebApplication app, ObjectStore store, SandboxIdentity identity, X509Certificate2 certificate, CancellationTokenSource stopping, Task simulation, ApiFaults faults, string url)
    {
        _app = app;
        _store = store;
        _identity = identity;
        _certificate = certificate;
        _stopping = stopping;
        _simulation = simulation;
        Faults = faults;
        Url = url;
    }

    /// <summary>Where the API answers, such as <c>https://127.0.0.1:40123</c>.</summary>
    public string Url { get; }

    /// <summary>Makes the API misbehave on demand.</summary>
    public ApiFaults Faults { get; }

    /// <summary>The owner's bearer token.</summary>
    public string Token => _identity.Token;

    /// <summary>The certificate (PEM) that a client must trust to reach <see cref="Url"/>.</summary>
    public string CertificateAuthority => _identity.AuthorityPem;

    /// <summary>A kubeconfig (YAML) with which kubectl, helm and KubernetesClient reach the sandbox as its owner. It is a secret.</summary>
    public string Kubeconfig => $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: sandbox
          cluster:
            server: {Url}
            certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(_identity.AuthorityPem))}
        users:
        - name: sandbox
          user:
            token: {_identity.Token}
        contexts:
        - name: sandbox
          context:
            cluster: sandbox
            user: sandbox
        current-context: sandbox

        """;

    /// <summary>Starts a sandbox; it answers when the task ends.</summary>
    /// <exception cref="SandboxOptionException">An option cannot be used; the message says which and why.</exception>
    /// <exception cref="IOException">The data file or the address cannot be used; the message says why.</exception>
    public static async Task<SandboxCluster> StartAsync(SandboxOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SandboxOptions();
        var endpoint = Endpoint(options.Url);
        if (options.DataFile is { } file && Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
            Directory.CreateDirectory(folder);
        var warm = Task.Run(ResourceRegistry.Warm, cancellationToken);
        var identity = SandboxIdentity.LoadOrCreate(options.DataFile, TimeProvider.System.GetUtcNow());
        if (options.Token is { } token)
            identity = identity with { Token = token };
        var store = ObjectStore.Open(options.DataFile, options.Time);
        var certificate = identity.Certificate();
        var stopping = new CancellationTokenSource();
        var faults = new ApiFaults(options.Time);
        var app = Build(options, endpoint, certificate);
        try
        {
            await warm.WaitAsync(cancellationToken);
            var (server, inside) = Wire(store, identity, options, faults, stopping.Token);
            ClusterSeed.Plant(inside, identity.AuthorityPem);
            app.Run(server.HandleAsync);
            await app.StartAsync(cancellationToken);
            var url = app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            var simulated = new SimulatedCluster(inside, options.Simulation with { PodStartDelay = options.PodStartDelay, RootCertificate = identity.AuthorityPem }, options.Time, app.Services.GetRequiredService<ILogger<SimulatedCluster>>());
            return new SandboxCluster(app, store, identity, certificate, stopping, Task.WhenAll(simulated.RunAsync(stopping.Token), new QuotaStatus(store).RunAsync(stopping.Token)), faults, url);
        }
        catch
        {
            await app.DisposeAsync();
            await store.DisposeAsync();
            certificate.Dispose();
            stopping.Dispose();
            throw;
        }
    }

    /// <summary>Writes the kubeconfig so that only this user can read it, whole or not at all.</summary>
    public async Task WriteKubeconfigAsync(string path, CancellationToken cancellationToken)
    {
        var full = Path.GetFullPath(path);
        var temporary = $"{full}.{Guid.NewGuid():N}";
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            await using (var stream = new FileStream(temporary, create))
                await stream.WriteAsync(Encoding.UTF8.GetBytes(Kubeconfig), cancellationToken);
            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Stops answering, ends the simulation and writes what is left to the data file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2)))
            await _app.StopAsync(patience.Token);
        await _simulation.WaitAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _store.DisposeAsync();
        _certificate.Dispose();
        _stopping.Dispose();
        Faults.Dispose();
    }

    private static IPEndPoint Endpoint(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.PathAndQuery != "/")
            throw new SandboxOptionException($"'{url}' is no address to listen on; give one like https://127.0.0.1:6443.");
        if (uri.Scheme != Uri.UriSchemeHttps)
            throw new SandboxOptionException($"'{url}' is not https; kubectl and helm send no credentials over plain http. Give one like https://127.0.0.1:{uri.Port}.");
        if (!LoopbackHost.IsLoopback(uri.Host))
            throw new SandboxOptionException($"'{url}' is not on loopback; the sandbox listens on 127.0.0.1, ::1 or localhost only.");
        return new IPEndPoint(IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) ? address : IPAddress.Loopback, uri.IsDefaultPort && !url.Contains(":443", StringComparison.Ordinal) ? 0 : uri.Port);
    }

    private static WebApplication Build(SandboxOptions options, IPEndPoint endpoint, X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddSimpleConsole().SetMinimumLevel(options.LogLevel);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Body holds the limit itself, so that a client which sends too much still hears why.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(endpoint, listen => listen.UseHttps(certificate));
        });
        return builder.Build();
    }

    private static (ApiServer Server, IObjectStore Inside) Wire(ObjectStore store, SandboxIdentity identity, SandboxOptions options, ApiFaults faults, CancellationToken stopping)
    {
        var time = options.Time;
        var registry = new ResourceRegistry(store);
        var tokens = new Tokens(identity.Token, time);
        var authorizer = new RoleAuthorizer(store);
        IAdmission[] admissions =
        [
            new NamespaceRules(store), new PodAdmission(store), new StorageAdmission(store), new ObjectStrategies(), new LimitRanger(store), new CustomDefinitions(time), new Validator(),
            new ServiceAddresses(store), new PodSecurity(store), new QuotaAdmission(store),
        ];
        var intake = new Intake(admissions, time);
        var tables = new TablePrinter(time);
        var writes = new WriteVerbs(store, intake, new PatchReader(intake));
        var server = new ApiServer(
            registry, new Discovery(registry), new OpenApi(registry), new ReadVerbs(store, tables), new WatchVerb(store, tables, time, faults, stopping), writes, new DeleteVerbs(store),
            new Subresources(store, writes, new PodLogs(store, time, stopping), tokens, time), new Reviews(authorizer, tokens), tokens, authorizer, faults);
        return (server, new AdmittingStore(store, registry, admissions));
    }
}

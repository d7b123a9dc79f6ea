using System.Net.Http.Headers;
using System.Text;
using Dodas.Sandbox;
using Dodas.Sandbox.Controllers;
using k8s;

namespace Dodas.Deployer.Tests.Targets;

/// <summary>The real sandbox, with quick pods, and plain requests to it.</summary>
internal sealed class SandboxLab : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sandbox-lab");
    private SandboxCluster _cluster = null!;
    private HttpClient _http = null!;

    public string Kubeconfig => Path.Combine(_folder.FullName, "config");

    public static async Task<SandboxLab> StartAsync()
    {
        var lab = new SandboxLab();
        await lab.StartAgainAsync("https://127.0.0.1:0");
        return lab;
    }

    /// <summary>Stops the sandbox, keeps its objects, and gives what starts it again at the same address.</summary>
    public async Task<Func<Task>> StopAsync()
    {
        var url = _cluster.Url;
        _http.Dispose();
        await _cluster.DisposeAsync();
        return () => StartAgainAsync(url);
    }

    /// <summary>Starts the sandbox at another port; the kubeconfig is written anew.</summary>
    public Task StartElsewhereAsync() => StartAgainAsync("https://127.0.0.1:0");

    public async Task<string> SendAsync(HttpMethod method, string path, string? json = null, string mediaType = "application/json")
    {
        using var content = json is null ? null : new StringContent(json, Encoding.UTF8, mediaType);
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.Should().BeTrue("{0} {1} answered {2}", method, path, body);
        return body;
    }

    public Task CreateAsync(string path, string json) => SendAsync(HttpMethod.Post, path, json);

    /// <summary>A kubeconfig of someone else than the sandbox's owner.</summary>
    public async Task<string> KubeconfigForAsync(string token)
    {
        var path = Path.Combine(_folder.FullName, Guid.NewGuid().ToString());
        await File.WriteAllTextAsync(path, _cluster.Kubeconfig.Replace(_cluster.Token, token, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _cluster.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task StartAgainAsync(string url)
    {
        var options = new SandboxOptions
        {
            DataFile = Path.Combine(_folder.FullName, "objects.db"),
            Url = url,
            PodStartDelay = TimeSpan.FromMilliseconds(100),
            Simulation = new SimulationOptions { ImagePullBackOff = TimeSpan.FromMilliseconds(100) },
        };
        _cluster = await SandboxCluster.StartAsync(options, TestContext.Current.CancellationToken);
        await _cluster.WriteKubeconfigAsync(Kubeconfig, TestContext.Current.CancellationToken);
        var configuration = await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(Kubeconfig));
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null;
        _http = new HttpClient(handler) { BaseAddress = new Uri(configuration.Host + "/") };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _cluster.Token);
    }
}

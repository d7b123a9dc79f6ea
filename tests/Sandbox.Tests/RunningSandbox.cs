using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using k8s;

[assembly: AssemblyFixture(typeof(Dodas.Sandbox.Tests.RunningSandbox))]

namespace Dodas.Sandbox.Tests;

/// <summary>One sandbox that all end-to-end tests share; each works in a namespace of its own.</summary>
public sealed class RunningSandbox : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("sandbox-").FullName;

    public SandboxCluster Cluster { get; private set; } = null!;

    internal Tool Tool { get; private set; } = null!;

    internal Kubernetes Client { get; private set; } = null!;

    /// <summary>Speaks plain HTTP as the owner.</summary>
    internal HttpClient Http { get; private set; } = null!;

    public string Folder => folder;

    public async ValueTask InitializeAsync()
    {
        Cluster = await SandboxCluster.StartAsync(new SandboxOptions { PodStartDelay = TimeSpan.FromMilliseconds(100) });
        var kubeconfig = Path.Combine(folder, "kubeconfig.yaml");
        await Cluster.WriteKubeconfigAsync(kubeconfig, CancellationToken.None);
        Tool = new Tool(folder, kubeconfig);
        Client = new Kubernetes(await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(kubeconfig)));
        Http = NewClient(Cluster.Token);
    }

    public HttpClient NewClient(string? token)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(X509Certificate2.CreateFromPem(Cluster.CertificateAuthority));
        var client = new HttpClient(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust, TargetHost = "127.0.0.1" } }) { BaseAddress = new Uri(Cluster.Url) };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Makes a namespace of a name that no other test uses.</summary>
    public async Task<string> NamespaceAsync()
    {
        var name = $"t-{Guid.NewGuid().ToString("N")[..10]}";
        await SendAsync(HttpMethod.Post, "/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } });
        return name;
    }

    /// <summary>Sends a document and gives the status and the answer.</summary>
    public async Task<(int Code, JsonObject Body)> SendAsync(HttpMethod method, string path, JsonNode? document = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (document is not null)
        {
            request.Content = new StringContent(document.ToJsonString(), Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        }

        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonNode.Parse(text)!.AsObject());
    }

    /// <summary>Waits until an object looks as it should, by its watch.</summary>
    public async Task<JsonObject> WaitAsync(string collection, string name, Func<JsonObject, bool> until)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        using var stream = new StreamReader(await Http.GetStreamAsync($"{collection}?watch=true&fieldSelector=metadata.name%3D{name}", patience.Token));
        while (await stream.ReadLineAsync(patience.Token) is { } line)
        {
            var seen = JsonNode.Parse(line)!;
            if (seen["object"] is JsonObject item && until(item))
                return item;
        }

        throw new InvalidOperationException($"The watch of {collection} ended before {name} was as expected.");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Http.Dispose();
        await Cluster.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

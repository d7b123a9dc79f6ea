using System.Net;
using k8s;

namespace Dodas.Deployer.Targets;

/// <summary>
/// Sends requests to the API server that a kubeconfig names. KubernetesClient sees to addresses, TLS and credentials; bodies are
/// plain JSON, so that every kind is read the same way. The file is read again when it has changed: the sandbox gets a new port at each start.
/// </summary>
internal sealed class TargetConnection(string name, string kubeconfigPath, string? context, TimeSpan answerLimit, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _loading = new(1, 1);
    private volatile Loaded? _loaded;

    /// <summary>Sends a request and returns once the answer has begun. What goes wrong on the way is a <see cref="TargetException"/>; what the API server refuses is in the answer.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path without a leading slash, with its query.</param>
    /// <param name="content">Body, or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(answerLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var client = await ClientAsync(either.Token);
            using var request = new HttpRequestMessage(method, new Uri(client.BaseUri, path)) { Content = content, Version = HttpVersion.Version20 };
            request.Headers.Accept.ParseAdd("application/json");
            if (client.Credentials is { } credentials) await credentials.ProcessHttpRequestAsync(request, either.Token);
            return await client.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TargetException($"The target `{name}` does not answer: nothing came for {answerLimit.TotalSeconds:0} s.");
        }
        catch (HttpRequestException e)
        {
            throw new TargetException($"The target `{name}` cannot be reached: {Reason(e).TrimEnd('.')}.", e);
        }
    }

    public void Dispose()
    {
        _loaded?.Client.Dispose();
        _loading.Dispose();
    }

    // "Connection refused (host:port)" says it all; "An error occurred while sending the request." says nothing.
    private static string Reason(HttpRequestException e)
    {
        var innermost = e.GetBaseException().Message;
        return e.Message.Contains(innermost, StringComparison.Ordinal) ? e.Message : innermost;
    }

    private async Task<Kubernetes> ClientAsync(CancellationToken cancellationToken)
    {
        var file = new FileInfo(kubeconfigPath);
        if (!file.Exists) throw new TargetException($"The target `{name}` cannot be reached: there is no kubeconfig at '{kubeconfigPath}'.");
        if (_loaded is { } known && known.WrittenAt == file.LastWriteTimeUtc) return known.Client;

        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (_loaded is { } loaded && loaded.WrittenAt == file.LastWriteTimeUtc) return loaded.Client;
            var configuration = await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(file, context);
            configuration.HttpClientTimeout = Timeout.InfiniteTimeSpan;
            configuration.UserAgent = "dodas-portal";
            var fresh = new Loaded(file.LastWriteTimeUtc, new Kubernetes(configuration));

            // The former client is left to the collector: requests of others may still run on it.
            _loaded = fresh;
            return fresh.Client;
        }
        catch (NullReferenceException e)
        {
            // The client takes it for granted that a kubeconfig is whole; one that is being written is not.
            throw new TargetException($"The kubeconfig of the target `{name}` cannot be used: it is empty or cut off. It is read again when it changes.", e);
        }
        catch (Exception e) when (e is k8s.Exceptions.KubeConfigException or YamlDotNet.Core.YamlException or IOException or UnauthorizedAccessException or FormatException or System.Security.Cryptography.CryptographicException)
        {
            throw new TargetException($"The kubeconfig of the target `{name}` cannot be used: {e.Message}", e);
        }
        finally
        {
            _loading.Release();
        }
    }

    private sealed record Loaded(DateTime WrittenAt, Kubernetes Client);
}

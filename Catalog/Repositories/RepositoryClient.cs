using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Dodas.Catalog.Charts;
using Microsoft.Extensions.Options;
using Polly.Timeout;

namespace Dodas.Catalog.Repositories;

/// <summary>What an answer is told apart by, so that an unchanged file is not sent again.</summary>
internal sealed record Validators(string? ETag, string? LastModified);

/// <summary>Asks HTTP repositories: every address checked, every redirect followed by hand, every body bounded in bytes and time.</summary>
internal sealed class RepositoryClient(IHttpClientFactory clients, AddressRule rule, IOptions<CatalogOptions> options, TimeProvider time)
{
    public const string HttpClient = "Dodas.Catalog";
    private const int MostRedirects = 5;
    private const int Attempts = 2;

    /// <summary>Gets a file and hands its body to <paramref name="read"/>; once more when the connection breaks on the way.</summary>
    /// <param name="repository">The repository it is asked for.</param>
    /// <param name="address">The file.</param>
    /// <param name="known">Validators of what is known already; what has not changed gives default. Null for an archive: it is taken byte by byte as it is, whatever encoding a server claims.</param>
    /// <param name="most">Most bytes of the body.</param>
    /// <param name="read">Reads the body; it may be called twice.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="RepositoryUnavailableException">It cannot be had.</exception>
    public async Task<T?> GetAsync<T>(Uri repository, Uri address, Validators? known, long most, Func<Stream, Validators, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(options.Value.DownloadTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await OnceAsync(repository, address, known, most, read, either.Token);
                }
                catch (IOException e) when (attempt < Attempts && IsBroken(e))
                {
                    // The connection broke within the body, where the handler does not retry.
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutRejectedException && !cancellationToken.IsCancellationRequested)
        {
            throw new RepositoryUnavailableException($"{address.Authority} did not answer in time.", inner: e);
        }
        catch (HttpRequestException e) when (e.InnerException is AddressRefusedException refused)
        {
            throw new RepositoryUnavailableException($"The address was refused: {refused.Message}.", inner: e);
        }
        catch (Exception e) when (e is HttpRequestException or InvalidDataException || IsBroken(e))
        {
            throw new RepositoryUnavailableException($"{address.Authority} cannot be reached, or its answer broke off: {e.Message}", inner: e);
        }
    }

    private async Task<T?> OnceAsync<T>(Uri repository, Uri address, Validators? known, long most, Func<Stream, Validators, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var response = await FollowAsync(repository, address, known, cancellationToken);
        if (known is not null && response.StatusCode == HttpStatusCode.NotModified)
            return default;
        if (!response.IsSuccessStatusCode)
            throw new RepositoryUnavailableException($"{address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)} answered {(int)response.StatusCode} {response.StatusCode}.", RetryAfter(response));

        RepositoryUnavailableException TooMuch() => new($"{address.AbsolutePath} has more than the {most} bytes allowed.");
        if (response.Content.Headers.ContentLength > most)
            throw TooMuch();
        Stream body = new BoundedStream(await response.Content.ReadAsStreamAsync(cancellationToken), most, TooMuch);
        if (known is not null && response.Content.Headers.ContentEncoding.SequenceEqual(["gzip"]))
            body = new BoundedStream(new GZipStream(body, CompressionMode.Decompress), most, TooMuch);
        await using (body)
            return await read(body, new(response.Headers.ETag?.ToString(), response.Content.Headers.LastModified?.ToString("r")), cancellationToken);
    }

    private async Task<HttpResponseMessage> FollowAsync(Uri repository, Uri address, Validators? known, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(HttpClient);
        for (var hop = 0; hop <= MostRedirects; hop++)
        {
            if (rule.Refusal(repository, address) is { } refusal)
                throw new RepositoryUnavailableException($"The address was refused: {refusal}.");
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.AcceptEncoding.Add(new(known is null ? "identity" : "gzip"));
            if (known?.ETag is not null && EntityTagHeaderValue.TryParse(known.ETag, out var tag))
                request.Headers.IfNoneMatch.Add(tag);
            if (known?.LastModified is not null)
                request.Headers.TryAddWithoutValidation("If-Modified-Since", known.LastModified);
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode is not (HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
                || response.Headers.Location is not { } location)
                return response;
            response.Dispose();
            if (!Uri.TryCreate(address, location, out var next))
                throw new RepositoryUnavailableException($"{address.Authority} redirects to something that is no address.");
            address = next;
        }

        throw new RepositoryUnavailableException($"{address.Authority} redirects more than {MostRedirects} times.");
    }

    private static bool IsBroken(Exception e) => e is HttpIOException or IOException { InnerException: SocketException };

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - time.GetUtcNow() : null;
}

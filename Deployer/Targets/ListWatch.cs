using System.Net;
using System.Text.Json;
using System.Threading.Channels;

namespace Dodas.Deployer.Targets;

/// <summary>
/// Keeps the store up to date with one resource type in one scope, until it is cancelled or refused for good: lists, watches from there,
/// resumes a watch that ended, lists anew when the resume point is too old or the target was away.
/// </summary>
internal sealed class ListWatch(TargetConnection connection, TargetStore store, ResourceType type, string? scope, Reconnect reconnect, TargetOptions options, TimeProvider time)
{
    private const int PageSize = 500;
    private const int TooMany = 3;
    private readonly Channel<string> _announced = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, long> _readUpTo = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Where to resume; null when a list is needed first.
    private string? _version;
    private bool _isOpen;

    /// <summary>Returns when the first attempt to list has ended, well or not.</summary>
    public Task SettledAsync(CancellationToken cancellationToken) => _settled.Task.WaitAsync(cancellationToken);

    /// <summary>Has one namespace of an all-namespaces watch read as well.</summary>
    public void Announce(string @namespace) => _announced.Writer.TryWrite(@namespace);

    /// <summary>Runs until the target refuses this type (403 or 404) in this scope; gives that refusal.</summary>
    public async Task<Refusal> RunAsync(CancellationToken cancellationToken)
    {
        var failures = 0;
        while (true)
        {
            var begun = time.GetTimestamp();
            string? trouble = null;
            _isOpen = false;
            try
            {
                if (_version is null) await ListAsync(cancellationToken);
                _settled.TrySetResult();
                await FollowAsync(cancellationToken);
            }
            catch (RefusedException refused) when (refused.Refusal.Code is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
            {
                _version = null;
                _settled.TrySetResult();
                return refused.Refusal;
            }
            catch (Exception e) when (e is TargetException or IOException or HttpRequestException or JsonException or KeyNotFoundException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // Away for a while, it may come back as another, with other resource versions.
                if (!_isOpen) _version = null;
                if (!_isOpen) trouble = e is TargetException ? e.Message : $"The target `{options.Name}` cannot be read: {e.Message}";
            }

            // A watch that ends as soon as it has begun must not become a storm, and what it tells is not to be relied on.
            failures = _isOpen && time.GetElapsedTime(begun) > TimeSpan.FromSeconds(1) ? 0 : failures + 1;
            if (failures >= TooMany) trouble ??= $"The target `{options.Name}` ends every watch of {type.Plural} at once.";
            if (trouble is not null) store.Report(reading => reading.Failed(type.Name, scope, trouble));
            _settled.TrySetResult();
            if (failures > 0) await reconnect.PauseAsync(failures, cancellationToken);
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> covered = scope is null ? store.Namespaces() : [scope];
        _readUpTo.Clear();
        var (version, objects) = await ListAsync(scope, cancellationToken);
        store.Replace(type, scope, covered, objects);
        reconnect.Reached();
        _version = version;
    }

    private async Task<(string Version, IReadOnlyList<TargetObject> Objects)> ListAsync(string? @namespace, CancellationToken cancellationToken)
    {
        List<TargetObject> objects = [];
        var next = "";
        while (true)
        {
            using var response = await connection.SendAsync(HttpMethod.Get, $"{type.Path(@namespace)}?limit={PageSize}{next}", null, cancellationToken);
            if (response.StatusCode == HttpStatusCode.Gone && next.Length > 0)
            {
                (objects, next) = ([], "");
                continue;
            }

            if (await response.RefusalAsync(cancellationToken) is { } refusal) throw Refused(refusal, "list");
            using var page = await PageAsync(response, cancellationToken);
            foreach (var item in page.RootElement.GetProperty("items").EnumerateArray())
            {
                if (!type.Namespaced || store.Wants(item.GetProperty("metadata").GetProperty("namespace").GetString())) objects.Add(StoredDocument.Create(type, item));
            }

            var metadata = page.RootElement.GetProperty("metadata");
            var token = metadata.TryGetProperty("continue", out var value) ? value.GetString() : null;
            if (string.IsNullOrEmpty(token)) return (metadata.GetProperty("resourceVersion").GetString() ?? "", objects);
            next = $"&continue={Uri.EscapeDataString(token)}";
        }
    }

    private async Task<JsonDocument> PageAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.SilenceLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
        return await JsonDocument.ParseAsync(stream, cancellationToken: either.Token);
    }

    // Returns when the watch is over; _version says where to go on.
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, reconnect.Streams);
        var seconds = Random.Shared.Next(240, 480);
        var path = $"{type.Path(scope)}?watch=true&allowWatchBookmarks=true&resourceVersion={Uri.EscapeDataString(_version!)}&timeoutSeconds={seconds}";
        using var response = await connection.SendAsync(HttpMethod.Get, path, null, either.Token);
        if (response.StatusCode == HttpStatusCode.Gone)
        {
            _version = null;
            return;
        }

        if (await response.RefusalAsync(cancellationToken) is { } refusal) throw Refused(refusal, "watch");
        _isOpen = true;
        store.Report(reading => reading.Succeeded(type.Name, scope, time.GetUtcNow().UtcDateTime));
        reconnect.Reached();

        await using var lines = new WatchLines(await response.Content.ReadAsStreamAsync(either.Token), options.SilenceLimit, time);
        var next = lines.NextAsync(either.Token);
        var announced = _announced.Reader.WaitToReadAsync(either.Token).AsTask();
        while (true)
        {
            await Task.WhenAny(next, announced);
            if (announced.IsCompleted && await announced)
            {
                await ReadAnnouncedAsync(either.Token);
                announced = _announced.Reader.WaitToReadAsync(either.Token).AsTask();
            }

            if (!next.IsCompleted) continue;
            using var line = await next;
            if (line is null || !Take(line.RootElement)) return;
            next = lines.NextAsync(either.Token);
        }
    }

    // False when the watch cannot go on.
    private bool Take(JsonElement line)
    {
        var kind = line.GetProperty("type").GetString();
        var document = line.GetProperty("object");
        if (kind == "ERROR")
        {
            _version = null;
            var code = document.TryGetProperty("code", out var value) ? value.GetInt32() : 0;
            if (code == (int)HttpStatusCode.Gone) return false;
            throw new TargetException($"The target ended the watch of {type.Plural}: {(document.TryGetProperty("message", out var message) ? message.GetString() : document.ToString())}");
        }

        if (kind == "BOOKMARK") store.Report(reading => reading.Touch(time.GetUtcNow().UtcDateTime));
        else if (IsWanted(document)) store.Apply(type, StoredDocument.Create(type, document), isDeleted: kind == "DELETED");
        _version = document.GetProperty("metadata").GetProperty("resourceVersion").GetString();
        return true;
    }

    private bool IsWanted(JsonElement document)
    {
        if (!type.Namespaced) return true;
        var @namespace = document.GetProperty("metadata").GetProperty("namespace").GetString() ?? "";
        if (!store.Wants(@namespace)) return false;
        return !_readUpTo.TryGetValue(@namespace, out var version) || StoredDocument.ResourceVersion(document) > version;
    }

    // While this reads, the stream waits; what it then says of the namespace and is older than the list is passed over.
    private async Task ReadAnnouncedAsync(CancellationToken cancellationToken)
    {
        while (_announced.Reader.TryRead(out var @namespace))
        {
            var (version, objects) = await ListAsync(@namespace, cancellationToken);
            store.Replace(type, @namespace, [@namespace], objects);
            if (long.TryParse(version, out var number)) _readUpTo[@namespace] = number;
        }
    }

    private Exception Refused(Refusal refusal, string verb)
    {
        var what = $"{verb} {type.Plural}{(scope is null ? "" : $" in namespace `{scope}`")}";
        return refusal.Code is HttpStatusCode.Forbidden or HttpStatusCode.NotFound ? new RefusedException(refusal) : refusal.ToException(options.Name, what);
    }

    private sealed class RefusedException(Refusal refusal) : Exception(refusal.Message)
    {
        public Refusal Refusal { get; } = refusal;
    }
}

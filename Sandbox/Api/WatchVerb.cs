using System.Globalization;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Api.Tables;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Api;

/// <summary>watch: the changes of a resource as they come, a JSON object a line.</summary>
internal sealed class WatchVerb(ObjectStore store, TablePrinter tables, TimeProvider time, ApiFaults faults, CancellationToken stopping)
{
    private static readonly TimeSpan BookmarkEvery = TimeSpan.FromSeconds(60);

    /// <summary>Streams until the time is over, the client goes or the server stops.</summary>
    public async Task WatchAsync(Call call)
    {
        var labels = LabelSelector.Parse(call.Query("labelSelector"));
        var fields = FieldSelector.Parse(call.Query("fieldSelector"), call.Kind);
        var only = call.Path.Name;
        var form = call.Wanted();
        var initial = call.Flag("sendInitialEvents");
        CheckOptions(call, initial);
        var from = From(call);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(call.Cancelled, stopping, faults.WatchesDropped);
        var seconds = call.Number("timeoutSeconds") is > 0 and var asked ? asked : 1800 + Random.Shared.Next(1800);
        await using var timer = time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), ending, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);

        call.Http.Response.ContentType = "application/json";
        call.Http.Response.Headers.CacheControl = "no-cache, private";
        var stream = new WatchStream(call, tables, form);
        try
        {
            var start = from;
            if (initial || from <= 0)
            {
                var (objects, version) = store.Snapshot(call.Kind.Stored);
                foreach (var item in objects.In(call.Path.Namespace).Where(item => Takes(item.Document)))
                    await stream.EventAsync("ADDED", item, ending.Token);
                if (initial && call.Flag("allowWatchBookmarks"))
                    await stream.BookmarkAsync(version, initialEnd: true, ending.Token);
                start = version;
            }

            await stream.FlushAsync(ending.Token);
            await FollowAsync(call, stream, start, Takes, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The end that was asked for.
        }
        catch (StatusException refusal)
        {
            await stream.ErrorAsync(refusal, call.Cancelled);
        }

        bool Takes(JsonObject document) =>
            (call.Path.Namespace is null || document.Text("metadata", "namespace") == call.Path.Namespace)
            && (only is null || document.Text("metadata", "name") == only)
            && labels.Matches(document)
            && (fields.IsEmpty || fields.Matches(Conversion.Served(call.Kind, document)));
    }

    private async Task FollowAsync(Call call, WatchStream stream, long start, Func<JsonObject, bool> takes, CancellationToken ending)
    {
        var bookmarks = call.Flag("allowWatchBookmarks");
        var position = start;
        await foreach (var batch in store.Changes.ReadAsync(start, bookmarks ? BookmarkEvery : Timeout.InfiniteTimeSpan, time, ending))
        {
            var wrote = false;
            foreach (var change in batch)
            {
                position = change.ResourceVersion;
                if (change.Key.Resource != call.Kind.Stored || (call.Path.Namespace is not null && change.Key.Namespace != call.Path.Namespace))
                    continue;
                var now = change.Type != ChangeType.Deleted && takes(change.Current);
                var before = change.Previous is { } previous && takes(previous);
                if (!now && !before)
                    continue;
                await stream.EventAsync((before, now) switch { (false, _) => "ADDED", (true, true) => "MODIFIED", _ => "DELETED" }, change.Stored, ending);
                wrote = true;
            }

            if (batch.Count == 0)
            {
                await stream.BookmarkAsync(position, initialEnd: false, ending);
                wrote = true;
            }

            if (wrote)
                await stream.FlushAsync(ending);
        }
    }

    private long From(Call call)
    {
        if (call.Query("resourceVersion") is not { } text)
            return 0;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            throw new StatusException(422, "Invalid", $"ListOptions.meta.k8s.io \"\" is invalid: resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax");
        if (version > store.ResourceVersion)
            throw new StatusException(504, "Timeout", $"Too large resource version: {version}, current: {store.ResourceVersion}", new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }), ["retryAfterSeconds"] = 1 });
        return version;
    }

    private static void CheckOptions(Call call, bool initial)
    {
        if (call.Query("sendInitialEvents") is not null && call.Query("resourceVersionMatch") != "NotOlderThan")
            throw new StatusException(422, "Invalid", "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        if (!initial && call.Query("sendInitialEvents") is null && call.Query("resourceVersionMatch") is not null)
            throw new StatusException(422, "Invalid", "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
    }
}

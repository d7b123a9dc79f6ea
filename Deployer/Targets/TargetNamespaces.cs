using System.Text.Json.Nodes;

namespace Dodas.Deployer.Targets;

/// <summary>Makes and removes namespaces, and the volume claims in them.</summary>
internal sealed class TargetNamespaces(TargetCalls calls, TargetStore store, TimeProvider time)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    public async Task EnsureAsync(string @namespace, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        var what = $"create namespace `{@namespace}`";
        while (await calls.GetAsync(Path(@namespace), what, cancellationToken) is { } known)
        {
            if (!IsTerminating(known)) return;

            // One of the same name is on its way out; what is made in it now would be lost.
            await NextChangeAsync(@namespace, cancellationToken);
        }

        store.Expect(@namespace);
        var all = new JsonObject { [TargetLabels.ManagedBy] = TargetLabels.Portal };
        foreach (var (key, value) in labels) all[key] = value;
        var document = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = new JsonObject { ["name"] = @namespace, ["labels"] = all },
        };
        if (!await calls.CreateAsync("api/v1/namespaces", document, what, cancellationToken)) store.Found(@namespace);
    }

    public async Task DeleteAsync(string @namespace, CancellationToken cancellationToken)
    {
        var what = $"delete namespace `{@namespace}`";
        var uid = Uid(await calls.GetAsync(Path(@namespace), what, cancellationToken));
        if (uid is null || !await calls.DeleteAsync(Path(@namespace), what, cancellationToken)) return;

        // Another of the same name may follow at once: gone is when this one is.
        while (Uid(await calls.GetAsync(Path(@namespace), what, cancellationToken)) == uid) await NextChangeAsync(@namespace, cancellationToken);
    }

    public Task DeleteVolumeClaimsAsync(string @namespace, string? labelSelector, CancellationToken cancellationToken)
    {
        var query = labelSelector is null ? "" : $"?labelSelector={Uri.EscapeDataString(labelSelector)}";
        return calls.DeleteAsync($"{Path(@namespace)}/persistentvolumeclaims{query}", $"delete volume claims in namespace `{@namespace}`", cancellationToken);
    }

    private static string Path(string @namespace) => $"api/v1/namespaces/{Uri.EscapeDataString(@namespace)}";

    private static string? Uid(JsonObject? document) => document?["metadata"]?["uid"]?.GetValue<string>();

    private static bool IsTerminating(JsonObject document) => document["metadata"]?["deletionTimestamp"] is not null;

    // The watch tells at once; should it be away, looking again does.
    private async Task NextChangeAsync(string @namespace, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var changed = store.ChangedAsync(@namespace, store.Snapshot(@namespace).Version, enough.Token);
        await Task.WhenAny(changed, Task.Delay(LookAgain, time, enough.Token));
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }
}

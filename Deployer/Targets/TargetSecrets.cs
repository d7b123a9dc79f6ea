using System.Text;
using System.Text.Json.Nodes;

namespace Dodas.Deployer.Targets;

/// <summary>Reads, makes and removes Secrets. No message that leaves here holds a value.</summary>
internal sealed class TargetSecrets(TargetCalls calls)
{
    private const int Attempts = 5;

    public async Task<string?> ReadAsync(string @namespace, string name, string key, CancellationToken cancellationToken) =>
        Value(await calls.GetAsync(Path(@namespace, name), $"read secret `{name}` in namespace `{@namespace}`", cancellationToken), key);

    public async Task<string> EnsureAsync(string @namespace, string name, string key, string value, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        var what = $"create secret `{name}` in namespace `{@namespace}`";
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var known = await calls.GetAsync(Path(@namespace, name), what, cancellationToken);
            if (Value(known, key) is { } there) return there;
            var isDone = known is null
                ? await calls.CreateAsync(Path(@namespace, null), Document(name, key, value, labels), what, cancellationToken)
                : await calls.MergeAsync(Path(@namespace, name), Addition(known, key, value), what, cancellationToken);
            if (isDone) return value;
        }

        throw new TargetException($"Secret `{name}` in namespace `{@namespace}` is changed by someone else again and again; it could not be made.");
    }

    public Task DeleteAsync(string @namespace, string labelSelector, CancellationToken cancellationToken)
    {
        // Without a selector this would take every Secret of the namespace, helm's records included.
        ArgumentException.ThrowIfNullOrWhiteSpace(labelSelector);
        return calls.DeleteAsync($"{Path(@namespace, null)}?labelSelector={Uri.EscapeDataString(labelSelector)}", $"delete secrets in namespace `{@namespace}`", cancellationToken);
    }

    private static string Path(string @namespace, string? name) =>
        $"api/v1/namespaces/{Uri.EscapeDataString(@namespace)}/secrets{(name is null ? "" : "/" + Uri.EscapeDataString(name))}";

    private static string? Value(JsonObject? secret, string key) =>
        secret?["data"]?[key]?.GetValue<string>() is { } text ? Encoding.UTF8.GetString(Convert.FromBase64String(text)) : null;

    private static JsonObject Document(string name, string key, string value, IReadOnlyDictionary<string, string> labels)
    {
        var all = new JsonObject();
        foreach (var (label, text) in labels) all[label] = text;
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = all },
            ["type"] = "Opaque",
            ["data"] = Data(key, value),
        };
    }

    // With the resource version a change by someone else in between is a conflict, not a loss.
    private static JsonObject Addition(JsonObject known, string key, string value) => new()
    {
        ["metadata"] = new JsonObject { ["resourceVersion"] = known["metadata"]?["resourceVersion"]?.DeepClone() },
        ["data"] = Data(key, value),
    };

    private static JsonObject Data(string key, string value) => new() { [key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value)) };
}

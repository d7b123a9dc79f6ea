using System.Text.Json.Nodes;
using Dodas.Sandbox.Api;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Admission.Policy;

/// <summary>Refuses what would go past a resource quota of its namespace.</summary>
internal sealed class QuotaAdmission(ObjectStore store) : IAdmission
{
    private static readonly GroupResource Quotas = new("", "resourcequotas");

    /// <inheritdoc/>
    public void Admit(Write write)
    {
        if (write.Namespace is not { } space || write.Subresource is not null || (!write.IsCreate && write.Kind.Plural is not ("services" or "persistentvolumeclaims")))
            return;
        var resource = write.Kind.Stored;
        var usage = QuotaUsage.Of(resource, write.Document);
        var before = write.Before is null ? [] : QuotaUsage.Of(resource, write.Before);
        foreach (var quota in store.List(Quotas, space))
        {
            if (!QuotaUsage.InScope(quota, resource, write.Document) || quota.Map("spec", "hard") is not { } hard)
                continue;
            if (write.IsCreate && resource is { Group: "", Plural: "pods" })
                RequireLimits(write, quota, hard);
            Check(write, quota, hard, usage, before, QuotaStatus.Used(store, space, quota));
        }
    }

    private static void Check(Write write, JsonObject quota, JsonObject hard, Dictionary<string, decimal> usage, Dictionary<string, decimal> before, Dictionary<string, decimal> used)
    {
        var exceeded = new List<(string Name, string Requested, string Used, string Limited)>();
        foreach (var (name, limit) in hard.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            var more = usage.GetValueOrDefault(name) - before.GetValueOrDefault(name);
            if (more <= 0 || used.GetValueOrDefault(name) + more <= (Quantity.Parse(limit) ?? 0))
                continue;
            var binary = QuotaStatus.IsBinary(name);
            exceeded.Add((name, Quantity.Write(more, binary), Quantity.Write(used.GetValueOrDefault(name), binary), Quantity.Shown(limit)));
        }

        if (exceeded.Count == 0)
            return;
        string Listed(Func<(string Name, string Requested, string Used, string Limited), string> amount) => string.Join(',', exceeded.Select(one => $"{one.Name}={amount(one)}"));
        throw Refusal.Forbidden(
            write.Kind, write.Document.Text("metadata", "name"),
            $"exceeded quota: {quota.Text("metadata", "name")}, requested: {Listed(one => one.Requested)}, used: {Listed(one => one.Used)}, limited: {Listed(one => one.Limited)}");
    }

    /// <summary>Where CPU or memory is limited, every container must say how much it wants.</summary>
    private static void RequireLimits(Write write, JsonObject quota, JsonObject hard)
    {
        var missing = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (name, _) in hard)
        {
            var (part, what) = name switch
            {
                "cpu" or "memory" => ("requests", name),
                "requests.cpu" or "requests.memory" => ("requests", name["requests.".Length..]),
                "limits.cpu" or "limits.memory" => ("limits", name["limits.".Length..]),
                _ => ("", ""),
            };
            if (part.Length == 0)
                continue;
            var lacking = write.Document.Items("spec", "containers").Concat(write.Document.Items("spec", "initContainers"))
                .Where(container => container.At("resources", part, what) is null).Select(container => container.Text("name") ?? "").ToList();
            if (lacking.Count > 0)
                missing[name] = lacking;
        }

        if (missing.Count > 0)
        {
            var text = string.Join("; ", missing.Select(one => $"{one.Key} for: {string.Join(',', one.Value)}"));
            throw Refusal.Forbidden(write.Kind, write.Document.Text("metadata", "name"), $"failed quota: {quota.Text("metadata", "name")}: must specify {text}");
        }
    }
}

using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using k8s.Models;

namespace Dodas.Sandbox.Controllers.Nodes;

/// <summary>What a pod asks of a node.</summary>
internal static class PodResources
{
    /// <summary>The amounts a pod requests: its containers together, or its largest init container when that is more, plus overhead.</summary>
    public static Dictionary<string, decimal> Requests(JsonNode? spec)
    {
        var sum = new Dictionary<string, decimal>();
        foreach (var container in spec.Items("containers"))
            Add(sum, RequestsOf(container));
        var sidecars = new Dictionary<string, decimal>();
        var largest = new Dictionary<string, decimal>();
        foreach (var container in spec.Items("initContainers"))
        {
            var own = RequestsOf(container);
            if (container.Text("restartPolicy") == "Always")
            {
                Add(sum, own);
                Add(sidecars, own);
                own = [];
            }

            Add(own, sidecars);
            foreach (var (name, amount) in own)
                largest[name] = Math.Max(largest.GetValueOrDefault(name), amount);
        }

        foreach (var (name, amount) in largest)
            sum[name] = Math.Max(sum.GetValueOrDefault(name), amount);
        foreach (var (name, amount) in spec.Pairs("overhead"))
            sum[name] = sum.GetValueOrDefault(name) + Amount(amount);
        return sum;
    }

    /// <summary>Guaranteed, Burstable or BestEffort, as the API server would say.</summary>
    public static string QualityOfService(JsonNode? spec)
    {
        var containers = spec.Items("containers").Concat(spec.Items("initContainers")).ToList();
        var any = containers.Any(container => Counted(container, "requests").Count > 0 || Counted(container, "limits").Count > 0);
        if (!any)
            return "BestEffort";
        var guaranteed = containers.All(container =>
        {
            var limits = Counted(container, "limits");
            var requests = Counted(container, "requests");
            return limits.Count == 2 && requests.All(request => limits.TryGetValue(request.Key, out var limit) && limit == request.Value);
        });
        return guaranteed ? "Guaranteed" : "Burstable";
    }

    /// <summary>A Kubernetes quantity as a number; what is no quantity counts as nothing.</summary>
    public static decimal Amount(string? quantity)
    {
        if (string.IsNullOrEmpty(quantity))
            return 0;
        try
        {
            return new ResourceQuantity(quantity).ToDecimal();
        }
        catch (FormatException)
        {
            return 0;
        }
    }

    public static decimal Amount(JsonNode? quantity) => quantity.Text() is { } text ? Amount(text) : quantity.AsNumber() ?? 0;

    private static Dictionary<string, decimal> Counted(JsonObject container, string part) => (container.Map("resources", part) ?? [])
        .Where(pair => pair.Key is "cpu" or "memory")
        .ToDictionary(pair => pair.Key, pair => Amount(pair.Value));

    private static Dictionary<string, decimal> RequestsOf(JsonObject container)
    {
        var amounts = new Dictionary<string, decimal>();
        // A limit without a request is a request as well.
        foreach (var part in (string[])["limits", "requests"])
        {
            foreach (var (name, amount) in container.Map("resources", part) ?? [])
                amounts[name] = Amount(amount);
        }

        return amounts;
    }

    private static void Add(Dictionary<string, decimal> sum, Dictionary<string, decimal> amounts)
    {
        foreach (var (name, amount) in amounts)
            sum[name] = sum.GetValueOrDefault(name) + amount;
    }
}

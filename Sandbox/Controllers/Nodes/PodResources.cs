using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Controllers.Nodes;

/// <summary>What a pod asks of a node.</summary>
internal static class PodResources
{
    /// <summary>The amounts a pod requests of its node.</summary>
    public static Dictionary<string, decimal> Requests(JsonNode? spec) => Total(spec, "requests").ToDictionary(pair => pair.Key, pair => pair.Value.Value);

    /// <summary>
    /// The <c>requests</c> or <c>limits</c> of a pod: its containers together, or its largest init container when that is more, plus overhead.
    /// </summary>
    public static Dictionary<string, Quantity> Total(JsonNode? spec, string part)
    {
        var sum = new Dictionary<string, Quantity>();
        foreach (var container in spec.Items("containers"))
            Add(sum, AmountsOf(container, part));
        var sidecars = new Dictionary<string, Quantity>();
        var largest = new Dictionary<string, Quantity>();
        foreach (var container in spec.Items("initContainers"))
        {
            var own = AmountsOf(container, part);
            if (container.Text("restartPolicy") == "Always")
            {
                Add(sum, own);
                Add(sidecars, own);
                own = [];
            }

            Add(own, sidecars);
            foreach (var (name, amount) in own)
                largest[name] = Larger(largest.GetValueOrDefault(name), amount);
        }

        foreach (var (name, amount) in largest)
            sum[name] = Larger(sum.GetValueOrDefault(name), amount);
        Add(sum, Read(spec.Map("overhead")));
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
    public static decimal Amount(string? quantity) => Quantity.TryParse(quantity)?.Value ?? 0;

    public static decimal Amount(JsonNode? quantity) => quantity.Text() is { } text ? Amount(text) : quantity.AsNumber() ?? 0;

    private static Dictionary<string, decimal> Counted(JsonObject container, string part) => (container.Map("resources", part) ?? [])
        .Where(pair => pair.Key is "cpu" or "memory")
        .ToDictionary(pair => pair.Key, pair => Amount(pair.Value));

    private static Dictionary<string, Quantity> AmountsOf(JsonObject container, string part)
    {
        var amounts = Read(container.Map("resources", part));
        if (part == "limits")
            return amounts;
        // A limit without a request is a request as well.
        foreach (var (name, amount) in Read(container.Map("resources", "limits")))
            amounts.TryAdd(name, amount);
        return amounts;
    }

    private static Dictionary<string, Quantity> Read(JsonObject? amounts)
    {
        var read = new Dictionary<string, Quantity>();
        foreach (var (name, value) in amounts ?? [])
        {
            if (Quantity.TryParse(value.Text() ?? value?.ToJsonString()) is { } amount)
                read[name] = amount;
        }

        return read;
    }

    private static Quantity Larger(Quantity left, Quantity right) => left.Value >= right.Value ? left : right;

    private static void Add(Dictionary<string, Quantity> sum, Dictionary<string, Quantity> amounts)
    {
        foreach (var (name, amount) in amounts)
            sum[name] = sum.GetValueOrDefault(name) + amount;
    }
}

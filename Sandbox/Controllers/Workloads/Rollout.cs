using System.Globalization;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Controllers.Workloads;

/// <summary>The numbers of a rolling update.</summary>
internal static class Rollout
{
    /// <summary>How many pods above the wanted number, and below it, a Deployment may have.</summary>
    public static (long Surge, long Unavailable) Limits(JsonObject deployment)
    {
        if (IsRecreate(deployment))
            return (0, Replicas(deployment));
        var replicas = Replicas(deployment);
        var surge = Resolve(deployment.At("spec", "strategy", "rollingUpdate", "maxSurge") ?? JsonValue.Create("25%"), replicas, roundUp: true);
        var unavailable = Resolve(deployment.At("spec", "strategy", "rollingUpdate", "maxUnavailable") ?? JsonValue.Create("25%"), replicas, roundUp: false);
        // Both zero would never move; validation refuses it for numbers, rounding can still bring it about.
        if (surge == 0 && unavailable == 0)
            unavailable = 1;
        return (surge, Math.Min(unavailable, replicas));
    }

    public static bool IsRecreate(JsonObject deployment) => deployment.Text("spec", "strategy", "type") == "Recreate";

    public static long Replicas(JsonObject workload) => workload.Number("spec", "replicas") ?? 1;

    /// <summary>A number or a percentage of <paramref name="total"/>.</summary>
    public static long Resolve(JsonNode? value, long total, bool roundUp)
    {
        if (value.AsNumber() is { } number)
            return number;
        if (value.Text() is not { } text || !decimal.TryParse(text.TrimEnd('%'), CultureInfo.InvariantCulture, out var percent))
            return 0;
        if (!text.EndsWith('%'))
            return (long)percent;
        var share = percent * total / 100;
        return (long)(roundUp ? Math.Ceiling(share) : Math.Floor(share));
    }
}

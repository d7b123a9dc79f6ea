using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Admission;

/// <summary>What the API server fills in for pods and pod templates.</summary>
internal static class PodDefaults
{
    private static readonly string[] VolumeOptions = ["name"];

    /// <summary>Fills a pod spec in, of a pod or of a template.</summary>
    public static void Apply(JsonObject spec)
    {
        spec.Default("restartPolicy", "Always");
        spec.Default("terminationGracePeriodSeconds", 30);
        spec.Default("dnsPolicy", "ClusterFirst");
        spec.Default("securityContext", new JsonObject());
        spec.Default("schedulerName", "default-scheduler");
        if (spec.Text("serviceAccountName") is { Length: > 0 } account)
            spec["serviceAccount"] = account;
        else if (spec.Text("serviceAccount") is { Length: > 0 } old)
            spec["serviceAccountName"] = old;
        var hostNetwork = spec.Flag("hostNetwork");
        foreach (var container in spec.Items("containers").Concat(spec.Items("initContainers")).Concat(spec.Items("ephemeralContainers")))
            Container(container, hostNetwork);
        foreach (var volume in spec.Items("volumes"))
            Volume(volume);
    }

    /// <summary>Fills in what only a pod itself gets.</summary>
    public static void ApplyToPod(JsonObject spec)
    {
        spec.Default("enableServiceLinks", true);
        foreach (var container in spec.Items("containers").Concat(spec.Items("initContainers")))
        {
            if (container.Map("resources") is not { } resources || resources.Map("limits") is not { Count: > 0 } limits)
                continue;
            var requests = resources.Ensure("requests");
            foreach (var (name, value) in limits)
                requests.Default(name, value!.DeepClone());
        }

        Apply(spec);
    }

    private static void Container(JsonObject container, bool hostNetwork)
    {
        container.Default("resources", new JsonObject());
        container.Default("terminationMessagePath", "/dev/termination-log");
        container.Default("terminationMessagePolicy", "File");
        container.Default("imagePullPolicy", PullPolicy(container.Text("image") ?? ""));
        foreach (var port in container.Items("ports"))
        {
            port.Default("protocol", "TCP");
            if (hostNetwork && port["containerPort"] is { } number)
                port.Default("hostPort", number.DeepClone());
        }

        foreach (var probe in (ReadOnlySpan<string>)["livenessProbe", "readinessProbe", "startupProbe"])
        {
            if (container.Map(probe) is { } found)
                Probe(found);
        }

        foreach (var hook in (ReadOnlySpan<string>)["postStart", "preStop"])
            HttpGet(container.Map("lifecycle", hook, "httpGet"));
        foreach (var source in container.Items("env"))
            source.Map("valueFrom", "fieldRef")?.Default("apiVersion", "v1");
    }

    private static void Probe(JsonObject probe)
    {
        HttpGet(probe.Map("httpGet"));
        probe.Map("grpc")?.Default("service", "");
        probe.Default("timeoutSeconds", 1);
        probe.Default("periodSeconds", 10);
        probe.Default("successThreshold", 1);
        probe.Default("failureThreshold", 3);
    }

    private static void HttpGet(JsonObject? get)
    {
        get?.Default("path", "/");
        get?.Default("scheme", "HTTP");
    }

    /// <summary>An image without a tag, or tagged latest, is always pulled.</summary>
    private static string PullPolicy(string image)
    {
        if (image.Contains('@', StringComparison.Ordinal))
            return "IfNotPresent";
        var last = image[(image.LastIndexOf('/') + 1)..];
        return last.LastIndexOf(':') is >= 0 and var colon && last[(colon + 1)..] != "latest" ? "IfNotPresent" : "Always";
    }

    private static void Volume(JsonObject volume)
    {
        if (!volume.Any(property => !VolumeOptions.Contains(property.Key)))
            volume["emptyDir"] = new JsonObject();
        foreach (var kind in (ReadOnlySpan<string>)["configMap", "secret", "projected", "downwardAPI"])
            volume.Map(kind)?.Default("defaultMode", 420);
        volume.Map("hostPath")?.Default("type", "");
        foreach (var item in volume.Items("downwardAPI", "items").Concat(volume.Items("projected", "sources").SelectMany(source => source.Items("downwardAPI", "items"))))
            item.Map("fieldRef")?.Default("apiVersion", "v1");
        foreach (var source in volume.Items("projected", "sources"))
            source.Map("serviceAccountToken")?.Default("expirationSeconds", 3600);
        volume.Map("ephemeral", "volumeClaimTemplate", "spec")?.Default("volumeMode", "Filesystem");
    }
}

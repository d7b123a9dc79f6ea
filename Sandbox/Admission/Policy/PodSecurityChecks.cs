using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Admission.Policy;

/// <summary>The checks of the Pod Security standards, in the order and the words of the API server.</summary>
internal static class PodSecurityChecks
{
    private static readonly string[] DefaultCapabilities =
        ["AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"];

    private static readonly string[] SafeSysctls =
    [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
        "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes",
    ];

    private static readonly string[] RestrictedVolumes = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret"];

    private static readonly string[] HostNamespaceFields = ["hostNetwork", "hostPID", "hostIPC"];

    /// <summary>What a pod violates; nothing when it may run.</summary>
    public static List<string> Run(JsonObject pod, bool restricted)
    {
        var spec = pod.Map("spec") ?? [];
        var containers = spec.Items("containers").Concat(spec.Items("initContainers")).Concat(spec.Items("ephemeralContainers")).ToList();
        var found = new List<string>();
        void Add(string? violation)
        {
            if (violation is not null)
                found.Add(violation);
        }

        if (restricted)
            Add(Containers("allowPrivilegeEscalation != false", containers.Where(one => one.At("securityContext", "allowPrivilegeEscalation") is not JsonValue value || value.GetValue<bool>()), "must set securityContext.allowPrivilegeEscalation=false"));
        Add(restricted ? null : Capabilities(containers));
        Add(restricted ? UnrestrictedCapabilities(containers) : null);
        Add(HostNamespaces(spec));
        Add(HostPaths(spec));
        Add(HostPorts(containers));
        Add(Containers("privileged", containers.Where(one => one.Flag("securityContext", "privileged")), "must not set securityContext.privileged=true"));
        Add(Containers("procMount", containers.Where(one => one.Text("securityContext", "procMount") is { } mount && mount != "Default"), "must not set securityContext.procMount to \"Unmasked\""));
        if (restricted)
        {
            Add(Volumes(spec));
            Add(NonRoot(spec, containers));
            Add(RootUser(spec, containers));
        }

        Add(Seccomp(spec, containers, restricted));
        Add(Sysctls(spec));
        return found;
    }

    private static string? Containers(string what, IEnumerable<JsonObject> guilty, string must)
    {
        var names = Names(guilty);
        return names.Length == 0 ? null : $"{what} ({names} {must})";
    }

    private static string Names(IEnumerable<JsonObject> containers)
    {
        var names = containers.Select(one => $"\"{one.Text("name")}\"").ToList();
        return names.Count == 0 ? "" : $"{(names.Count == 1 ? "container" : "containers")} {string.Join(", ", names)}";
    }

    private static string? Capabilities(List<JsonObject> containers)
    {
        var guilty = containers.Where(one => Added(one).Except(DefaultCapabilities).Any()).ToList();
        return Containers("non-default capabilities", guilty, $"must not include {string.Join(", ", guilty.SelectMany(Added).Except(DefaultCapabilities).Distinct().Order(StringComparer.Ordinal).Select(one => $"\"{one}\""))} in securityContext.capabilities.add");
    }

    private static string? UnrestrictedCapabilities(List<JsonObject> containers)
    {
        var keeping = containers.Where(one => !(one.List("securityContext", "capabilities", "drop") ?? []).Any(drop => drop.Text() == "ALL")).ToList();
        var adding = containers.Where(one => Added(one).Any(add => add != "NET_BIND_SERVICE")).ToList();
        var parts = new List<string>();
        if (keeping.Count > 0)
            parts.Add($"{Names(keeping)} must set securityContext.capabilities.drop=[\"ALL\"]");
        if (adding.Count > 0)
            parts.Add($"{Names(adding)} must not include {string.Join(", ", adding.SelectMany(Added).Where(add => add != "NET_BIND_SERVICE").Distinct().Order(StringComparer.Ordinal).Select(one => $"\"{one}\""))} in securityContext.capabilities.add");
        return parts.Count == 0 ? null : $"unrestricted capabilities ({string.Join("; ", parts)})";
    }

    private static IEnumerable<string> Added(JsonObject container) => (container.List("securityContext", "capabilities", "add") ?? []).Select(add => add.Text() ?? "");

    private static string? HostNamespaces(JsonObject spec)
    {
        var set = HostNamespaceFields.Where(name => spec.Flag(name)).Select(name => $"{name}=true").ToList();
        return set.Count == 0 ? null : $"host namespaces ({string.Join(", ", set)})";
    }

    private static string? HostPaths(JsonObject spec)
    {
        var names = spec.Items("volumes").Where(volume => volume["hostPath"] is not null).Select(volume => $"\"{volume.Text("name")}\"").ToList();
        return names.Count == 0 ? null : $"hostPath volumes ({(names.Count == 1 ? "volume" : "volumes")} {string.Join(", ", names)})";
    }

    private static string? HostPorts(List<JsonObject> containers)
    {
        var guilty = containers.Where(one => one.Items("ports").Any(port => port.Number("hostPort") is > 0)).ToList();
        if (guilty.Count == 0)
            return null;
        var ports = guilty.SelectMany(one => one.Items("ports")).Select(port => port.Number("hostPort") ?? 0).Where(port => port > 0).Distinct().Order().ToList();
        return $"hostPort ({Names(guilty)} {(guilty.Count == 1 ? "uses" : "use")} {(ports.Count == 1 ? "hostPort" : "hostPorts")} {string.Join(", ", ports)})";
    }

    private static string? Volumes(JsonObject spec)
    {
        var bad = spec.Items("volumes").Select(volume => (Name: volume.Text("name"), Type: volume.Select(property => property.Key).FirstOrDefault(key => key != "name" && !RestrictedVolumes.Contains(key)))).Where(volume => volume.Type is not null).ToList();
        if (bad.Count == 0)
            return null;
        var types = bad.Select(volume => $"\"{volume.Type}\"").Distinct().Order(StringComparer.Ordinal).ToList();
        return $"restricted volume types ({(bad.Count == 1 ? "volume" : "volumes")} {string.Join(", ", bad.Select(volume => $"\"{volume.Name}\""))} {(bad.Count == 1 ? "uses" : "use")} restricted volume {(types.Count == 1 ? "type" : "types")} {string.Join(", ", types)})";
    }

    private static string? NonRoot(JsonObject spec, List<JsonObject> containers)
    {
        var podSays = spec.At("securityContext", "runAsNonRoot") as JsonValue;
        var parts = new List<string>();
        if (podSays?.GetValue<bool>() == false)
            parts.Add("pod must not set securityContext.runAsNonRoot=false");
        var explicitly = containers.Where(one => one.At("securityContext", "runAsNonRoot") is JsonValue value && !value.GetValue<bool>()).ToList();
        if (explicitly.Count > 0)
            parts.Add($"{Names(explicitly)} must not set securityContext.runAsNonRoot=false");
        var silent = podSays?.GetValue<bool>() == true ? [] : containers.Where(one => one.At("securityContext", "runAsNonRoot") is null).ToList();
        if (parts.Count == 0 && silent.Count > 0)
            parts.Add($"pod or {Names(silent)} must set securityContext.runAsNonRoot=true");
        return parts.Count == 0 ? null : $"runAsNonRoot != true ({string.Join("; ", parts)})";
    }

    private static string? RootUser(JsonObject spec, List<JsonObject> containers)
    {
        var parts = new List<string>();
        if (spec.Number("securityContext", "runAsUser") == 0)
            parts.Add("pod must not set runAsUser=0");
        var guilty = containers.Where(one => one.Number("securityContext", "runAsUser") == 0).ToList();
        if (guilty.Count > 0)
            parts.Add($"{Names(guilty)} must not set runAsUser=0");
        return parts.Count == 0 ? null : $"runAsUser=0 ({string.Join("; ", parts)})";
    }

    private static string? Seccomp(JsonObject spec, List<JsonObject> containers, bool restricted)
    {
        var podType = spec.Text("securityContext", "seccompProfile", "type");
        if (!restricted)
        {
            if (podType == "Unconfined")
                return "seccompProfile (pod must not set securityContext.seccompProfile.type to \"Unconfined\")";
            return Containers("seccompProfile", containers.Where(one => one.Text("securityContext", "seccompProfile", "type") == "Unconfined"), "must not set securityContext.seccompProfile.type to \"Unconfined\"");
        }

        var lacking = containers.Where(one => (one.Text("securityContext", "seccompProfile", "type") ?? podType) is not ("RuntimeDefault" or "Localhost")).ToList();
        return lacking.Count == 0 ? null : $"seccompProfile (pod or {Names(lacking)} must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")";
    }

    private static string? Sysctls(JsonObject spec)
    {
        var bad = spec.Items("securityContext", "sysctls").Select(one => one.Text("name")).Where(name => !SafeSysctls.Contains(name)).ToList();
        return bad.Count == 0 ? null : $"forbidden sysctls ({string.Join(", ", bad)})";
    }
}

namespace Dodas.Sandbox.Tests.Controllers;

/// <summary>Objects as an API server would store them.</summary>
internal static class Samples
{
    public static string Pod(string spec = "", string metadata = "", string image = "nginx", string container = "") => $$$"""
        {"apiVersion": "v1", "kind": "Pod", "metadata": { {{{metadata}}} },
         "spec": {"containers": [{"name": "a", "image": "{{{image}}}" {{{Tail(container)}}} }], "restartPolicy": "Always", "terminationGracePeriodSeconds": 30 {{{Tail(spec)}}} },
         "status": {"phase": "Pending", "qosClass": "BestEffort"}}
        """;

    public static string Template(string image = "nginx", string app = "web", string metadata = "", string spec = "", string restart = "Always", string container = "") => $$$"""
        {"metadata": {"labels": {"app": "{{{app}}}"} {{{Tail(metadata)}}} },
         "spec": {"containers": [{"name": "a", "image": "{{{image}}}" {{{Tail(container)}}} }], "restartPolicy": "{{{restart}}}", "terminationGracePeriodSeconds": 30 {{{Tail(spec)}}} }}
        """;

    public static string Deployment(int replicas = 2, string image = "nginx", string spec = "", string? template = null) => $$$"""
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"annotations": {"note": "hi"}},
         "spec": {"replicas": {{{replicas}}}, "selector": {"matchLabels": {"app": "web"}}, "progressDeadlineSeconds": 600, "revisionHistoryLimit": 10 {{{Tail(spec)}}},
           "template": {{{template ?? Template(image)}}} }}
        """;

    public static string StatefulSet(int replicas = 3, string spec = "", string image = "nginx") => $$$"""
        {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {},
         "spec": {"replicas": {{{replicas}}}, "serviceName": "web", "selector": {"matchLabels": {"app": "web"}} {{{Tail(spec)}}}, "template": {{{Template(image)}}} }}
        """;

    public static string Job(string spec = "", string metadata = "", string restart = "Never") => $$$"""
        {"apiVersion": "batch/v1", "kind": "Job", "metadata": {},
         "spec": {"backoffLimit": 6, "completionMode": "NonIndexed", "selector": {"matchLabels": {"app": "job"}} {{{Tail(spec)}}},
           "template": {{{Template("busybox", "job", metadata, restart: restart)}}} }}
        """;

    public static string Claim(string spec = "") => $$$"""
        {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {},
         "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}} {{{Tail(spec)}}} }, "status": {"phase": "Pending"}}
        """;

    private static string Tail(string members) => members.Length == 0 ? "" : $", {members}";
}

using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Resources;

namespace Dodas.Sandbox.Admission;

/// <summary>What the API server fills in for what makes pods.</summary>
internal static class WorkloadDefaults
{
    /// <summary>Fills a workload in.</summary>
    public static void Apply(ResourceKind kind, JsonObject document, JsonObject? spec)
    {
        if (kind.Plural == "podtemplates")
            Template(document.Map("template"));
        if (spec is null)
            return;
        Template(spec.Map("template"));
        switch (kind.Plural)
        {
            case "deployments":
                spec.Default("replicas", 1);
                spec.Default("revisionHistoryLimit", 10);
                spec.Default("progressDeadlineSeconds", 600);
                var strategy = spec.Ensure("strategy");
                strategy.Default("type", "RollingUpdate");
                if (strategy.Text("type") == "RollingUpdate")
                {
                    strategy.Ensure("rollingUpdate").Default("maxUnavailable", "25%");
                    strategy.Ensure("rollingUpdate").Default("maxSurge", "25%");
                }

                break;
            case "statefulsets":
                StatefulSet(spec);
                break;
            case "daemonsets":
                spec.Default("revisionHistoryLimit", 10);
                var update = spec.Ensure("updateStrategy");
                update.Default("type", "RollingUpdate");
                if (update.Text("type") == "RollingUpdate")
                {
                    update.Ensure("rollingUpdate").Default("maxUnavailable", 1);
                    update.Ensure("rollingUpdate").Default("maxSurge", 0);
                }

                break;
            case "replicasets" or "replicationcontrollers":
                spec.Default("replicas", 1);
                if (kind.Plural == "replicationcontrollers" && spec["selector"] is null && spec.Map("template", "metadata", "labels") is { } labels)
                    spec["selector"] = labels.DeepClone();
                break;
            case "jobs":
                Job(spec);
                break;
            case "cronjobs":
                spec.Default("concurrencyPolicy", "Allow");
                spec.Default("suspend", false);
                spec.Default("successfulJobsHistoryLimit", 3);
                spec.Default("failedJobsHistoryLimit", 1);
                spec.Map("jobTemplate")?.Default("metadata", new JsonObject());
                Template(spec.Map("jobTemplate", "spec", "template"));
                break;
        }
    }

    private static void Template(JsonObject? template)
    {
        template?.Default("metadata", new JsonObject());
        if (template?.Map("spec") is { } spec)
            PodDefaults.Apply(spec);
    }

    private static void StatefulSet(JsonObject spec)
    {
        spec.Default("replicas", 1);
        spec.Default("revisionHistoryLimit", 10);
        spec.Default("podManagementPolicy", "OrderedReady");
        var update = spec.Ensure("updateStrategy");
        update.Default("type", "RollingUpdate");
        if (update.Text("type") == "RollingUpdate")
            update.Ensure("rollingUpdate").Default("partition", 0);
        spec.Ensure("persistentVolumeClaimRetentionPolicy").Default("whenDeleted", "Retain");
        spec.Ensure("persistentVolumeClaimRetentionPolicy").Default("whenScaled", "Retain");
        foreach (var claim in spec.Items("volumeClaimTemplates"))
        {
            claim.Default("apiVersion", "v1");
            claim.Default("kind", "PersistentVolumeClaim");
            claim.Map("spec")?.Default("volumeMode", "Filesystem");
            claim.Ensure("status").Default("phase", "Pending");
        }
    }

    private static void Job(JsonObject spec)
    {
        // Neither given means one pod, once; a parallelism without completions is a work queue.
        if (spec["completions"] is null && spec["parallelism"] is null)
            spec["completions"] = 1;
        spec.Default("parallelism", 1);
        spec.Default("backoffLimit", spec["backoffLimitPerIndex"] is null ? 6 : int.MaxValue);
        spec.Default("completionMode", "NonIndexed");
        spec.Default("suspend", false);
        spec.Default("manualSelector", false);
        spec.Default("podReplacementPolicy", spec["podFailurePolicy"] is null ? "TerminatingOrFailed" : "Failed");
    }
}

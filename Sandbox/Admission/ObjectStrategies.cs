using System.Globalization;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Admission;

/// <summary>What the registries of single kinds set on creation: a Job's own selector and labels, a namespace's finalizer.</summary>
internal sealed class ObjectStrategies : IAdmission
{
    /// <inheritdoc/>
    public void Admit(Write write)
    {
        if (write.Kind is { Group: "apps", Plural: "daemonsets" } && write.Subresource is null)
            TemplateGeneration(write);
        if (!write.IsCreate)
            return;
        switch (write.Kind.Group, write.Kind.Plural)
        {
            case ("batch", "jobs"):
                Job(write.Document);
                break;
            case ("", "namespaces"):
                var spec = write.Document.Ensure("spec");
                if (spec["finalizers"] is not JsonArray finalizers)
                    spec["finalizers"] = finalizers = [];
                if (!finalizers.Any(one => one.Text() == "kubernetes"))
                    finalizers.Add("kubernetes");
                write.Document["status"] = new JsonObject { ["phase"] = "Active" };
                break;
        }
    }

    /// <summary>A DaemonSet counts the changes of its template in an annotation that old clients read.</summary>
    private static void TemplateGeneration(Write write)
    {
        const string Annotation = "deprecated.daemonset.template.generation";
        var before = long.TryParse(write.Before.Text("metadata", "annotations", Annotation), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var changed = write.Before is null || !JsonNode.DeepEquals(write.Before.At("spec", "template"), write.Document.At("spec", "template"));
        write.Document.Ensure("metadata").Ensure("annotations")[Annotation] = (changed ? before + 1 : Math.Max(before, 1)).ToString(CultureInfo.InvariantCulture);
    }

    private static void Job(JsonObject job)
    {
        if (job.Map("spec") is not { } spec || spec.Flag("manualSelector"))
            return;
        var uid = job.Text("metadata", "uid")!;
        var name = job.Text("metadata", "name")!;
        var labels = new JsonObject
        {
            ["batch.kubernetes.io/controller-uid"] = uid,
            ["batch.kubernetes.io/job-name"] = name,
            ["controller-uid"] = uid,
            ["job-name"] = name,
        };
        spec["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["batch.kubernetes.io/controller-uid"] = uid } };
        if (spec.Map("template") is not { } template)
            return;
        foreach (var target in (ReadOnlySpan<JsonObject>)[template.Ensure("metadata").Ensure("labels"), job.Ensure("metadata").Ensure("labels")])
        {
            foreach (var (key, value) in labels)
                target[key] = value!.DeepClone();
        }
    }
}

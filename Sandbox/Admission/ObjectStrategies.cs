using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Admission;

/// <summary>What the registries of single kinds set on creation: a Job's own selector and labels, a namespace's finalizer.</summary>
internal sealed class ObjectStrategies : IAdmission
{
    /// <inheritdoc/>
    public void Admit(Write write)
    {
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

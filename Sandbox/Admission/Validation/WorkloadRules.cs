using System.Text.Json.Nodes;
using Dodas.Sandbox.Api;
using Dodas.Sandbox.Api.Tables;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Admission.Validation;

/// <summary>What holds for what makes pods.</summary>
internal static class WorkloadRules
{
    private static readonly string[] FreeInStatefulSets = ["replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds"];

    /// <summary>Checks one.</summary>
    public static void Check(Write write, Problems problems, JsonObject spec)
    {
        switch (write.Kind.Plural)
        {
            case "cronjobs":
                CronJob(problems, spec);
                return;
            case "jobs":
                Job(write, problems, spec);
                return;
        }

        problems.NotNegative(spec["replicas"], "spec.replicas");
        problems.NotNegative(spec["minReadySeconds"], "spec.minReadySeconds");
        problems.NotNegative(spec["revisionHistoryLimit"], "spec.revisionHistoryLimit");
        Selector(write, problems, spec);
        // A StatefulSet's pods mount the claims made from its templates by the templates' names.
        var claims = spec.Items("volumeClaimTemplates").Select(claim => claim.Text("metadata", "name") ?? "");
        Template(problems, spec.Map("template"), "spec.template", claims, "Always");
        if (write.Kind.Plural == "deployments")
            Deployment(problems, spec);
        else if (write.Kind.Plural == "statefulsets")
            StatefulSet(write, problems, spec);
    }

    private static void Selector(Write write, Problems problems, JsonObject spec)
    {
        var selector = spec["selector"];
        var labels = spec.Map("template", "metadata", "labels");
        if (selector is not JsonObject { Count: > 0 })
        {
            problems.Add(FieldProblem.Required("spec.selector"));
        }
        else
        {
            var invalid = selector["matchLabels"] is null && selector["matchExpressions"] is null && write.Kind.Group.Length > 0;
            if (invalid || !LabelSelector.Parse(Selectors.Query(selector)).Matches(new JsonObject { ["metadata"] = new JsonObject { ["labels"] = labels?.DeepClone() } }))
                problems.Add(FieldProblem.Invalid("spec.template.metadata.labels", labels ?? new JsonObject(), "`selector` does not match template `labels`"));
        }

        if (write.Before is not null && write.Kind.Group == "apps" && write.Kind.Plural != "statefulsets")
            problems.Immutable(write.Before.At("spec", "selector"), selector, "spec.selector");
    }

    private static void Template(Problems problems, JsonObject? template, string field, IEnumerable<string> claimTemplates, params string[] policies)
    {
        foreach (var (key, value) in template.Map("metadata", "labels") ?? [])
        {
            Names.QualifiedKey(problems, $"{field}.labels", key);
            Names.LabelValue(problems, $"{field}.labels", value.Text() ?? "");
        }

        if (template.Map("spec") is not { } spec)
        {
            problems.Add(FieldProblem.Required($"{field}.spec.containers"));
            return;
        }

        PodRules.Check(problems, spec, $"{field}.spec", claimTemplates);
        problems.OneOf(spec["restartPolicy"], $"{field}.spec.restartPolicy", policies);
        if (policies is ["Always"] && spec["activeDeadlineSeconds"] is not null)
            problems.Add(FieldProblem.Forbidden($"{field}.spec.activeDeadlineSeconds", "activeDeadlineSeconds in ReplicaSet is not Supported"));
    }

    private static void Deployment(Problems problems, JsonObject spec)
    {
        problems.OneOf(spec.At("strategy", "type"), "spec.strategy.type", "Recreate", "RollingUpdate");
        if (spec.Text("strategy", "type") == "Recreate" && spec.At("strategy", "rollingUpdate") is not null)
            problems.Add(FieldProblem.Forbidden("spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'"));
        bool None(string field) => spec.At("strategy", "rollingUpdate", field) is { } value && (value.AsNumber() == 0 || value.Text() == "0%");
        if (None("maxSurge") && None("maxUnavailable"))
            problems.Add(FieldProblem.Invalid("spec.strategy.rollingUpdate.maxUnavailable", spec.At("strategy", "rollingUpdate", "maxUnavailable"), "may not be 0 when `maxSurge` is 0"));
        if (spec.Number("progressDeadlineSeconds") is { } deadline && deadline <= (spec.Number("minReadySeconds") ?? 0))
            problems.Add(FieldProblem.Invalid("spec.progressDeadlineSeconds", spec["progressDeadlineSeconds"], "must be greater than minReadySeconds"));
    }

    private static void StatefulSet(Write write, Problems problems, JsonObject spec)
    {
        problems.OneOf(spec["podManagementPolicy"], "spec.podManagementPolicy", "OrderedReady", "Parallel");
        problems.OneOf(spec.At("updateStrategy", "type"), "spec.updateStrategy.type", "OnDelete", "RollingUpdate");
        if (write.Before?.Map("spec") is not { } before)
            return;
        JsonObject Fixed(JsonObject from)
        {
            var copy = (JsonObject)from.DeepClone();
            foreach (var free in FreeInStatefulSets)
                copy.Remove(free);
            return copy;
        }

        if (!JsonNode.DeepEquals(Fixed(before), Fixed(spec)))
            problems.Add(FieldProblem.Forbidden("spec", "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"));
    }

    private static void Job(Write write, Problems problems, JsonObject spec)
    {
        foreach (var number in (ReadOnlySpan<string>)["parallelism", "completions", "backoffLimit", "activeDeadlineSeconds", "ttlSecondsAfterFinished"])
            problems.NotNegative(spec[number], $"spec.{number}");
        Template(problems, spec.Map("template"), "spec.template", [], "Never", "OnFailure");
        if (write.Before?.Map("spec") is not { } before)
            return;
        if (spec.Text("completionMode") != "Indexed")
            problems.Immutable(before["completions"], spec["completions"], "spec.completions");
        problems.Immutable(before["selector"], spec["selector"], "spec.selector");
        if (!before.Flag("suspend"))
            problems.Immutable(before["template"], spec["template"], "spec.template");
        problems.Immutable(before["completionMode"], spec["completionMode"], "spec.completionMode");
    }

    private static void CronJob(Problems problems, JsonObject spec)
    {
        if (problems.Require(spec["schedule"], "spec.schedule") && spec.Text("schedule") is { } schedule
            && !schedule.StartsWith('@') && schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: not 5 } words)
            problems.Add(FieldProblem.Invalid("spec.schedule", schedule, $"expected exactly 5 fields, found {words.Length}: [{string.Join(' ', words)}]"));
        problems.OneOf(spec["concurrencyPolicy"], "spec.concurrencyPolicy", "Allow", "Forbid", "Replace");
        Template(problems, spec.Map("jobTemplate", "spec", "template"), "spec.jobTemplate.spec.template", [], "Never", "OnFailure");
    }
}

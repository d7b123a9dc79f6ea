using Dodas.Sandbox.Api;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Admission.Validation;

/// <summary>Refuses objects that a real API server would refuse, with every problem at once and in its words.</summary>
internal sealed class Validator : IAdmission
{
    private const int AnnotationsLimit = 256 * 1024;

    /// <inheritdoc/>
    public void Admit(Write write)
    {
        var problems = new Problems();
        var name = write.Document.Text("metadata", "name") ?? "";
        Metadata(write, problems, name);
        if (write.Subresource is null)
        {
            if (write.Kind.Custom is { Validation: { } schema })
                StructuralValidator.Check(problems, write.Document, schema);
            else
                Kinds(write, problems);
        }

        if (problems.All.Count > 0)
            throw Refusal.Invalid(write.Kind, name, problems.All);
    }

    private static void Kinds(Write write, Problems problems)
    {
        var spec = write.Document.Map("spec");
        switch (write.Kind.Group, write.Kind.Plural)
        {
            case ("", "pods") when problems.Require(spec, "spec"):
                PodRules.Check(problems, spec!, "spec", []);
                if (write.Before is not null)
                    PodRules.CheckUpdate(problems, write.Before.Map("spec"), spec!);
                break;
            case ("apps", "deployments" or "replicasets" or "statefulsets" or "daemonsets") or ("batch", "jobs" or "cronjobs") or ("", "replicationcontrollers"):
                if (problems.Require(spec, "spec"))
                    WorkloadRules.Check(write, problems, spec!);
                break;
            case ("", "services") when problems.Require(spec, "spec"):
                ServiceRules.Check(write, problems, spec!);
                break;
            default:
                ConfigurationRules.Check(write, problems, spec);
                break;
        }
    }

    private static void Metadata(Write write, Problems problems, string name)
    {
        if (write.IsCreate)
            Name(write, problems, name);
        foreach (var (key, value) in write.Document.Map("metadata", "labels") ?? [])
        {
            Names.QualifiedKey(problems, "metadata.labels", key);
            Names.LabelValue(problems, "metadata.labels", value.Text() ?? "");
        }

        var size = 0;
        foreach (var (key, value) in write.Document.Map("metadata", "annotations") ?? [])
        {
            Names.QualifiedKey(problems, "metadata.annotations", key.ToLowerInvariant());
            size += key.Length + (value.Text()?.Length ?? 0);
        }

        if (size > AnnotationsLimit)
            problems.Add(FieldProblem.TooLong("metadata.annotations", AnnotationsLimit));
        if (write.Before?.At("metadata", "deletionTimestamp") is not null)
        {
            var before = (write.Before.List("metadata", "finalizers") ?? []).Select(one => one.Text()).ToHashSet();
            var added = (write.Document.List("metadata", "finalizers") ?? []).Select(one => one.Text()).Where(one => !before.Contains(one)).ToList();
            if (added.Count > 0)
                problems.Add(FieldProblem.Forbidden("metadata.finalizers", $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(one => $"\"{one}\""))}}}"));
        }

        var index = 0;
        foreach (var owner in write.Document.Items("metadata", "ownerReferences"))
        {
            var field = $"metadata.ownerReferences[{index++}]";
            foreach (var part in (ReadOnlySpan<string>)["apiVersion", "kind", "name", "uid"])
            {
                if (owner.Text(part) is null or "")
                    problems.Add(FieldProblem.Invalid($"{field}.{part}", "", "must not be empty"));
            }
        }
    }

    private static void Name(Write write, Problems problems, string name)
    {
        const string Field = "metadata.name";
        switch (write.Kind.Group, write.Kind.Plural)
        {
            case ("", "namespaces"):
                Names.Label(problems, Field, name);
                break;
            case ("", "services"):
                Names.Label1035(problems, Field, name);
                break;
            case ("rbac.authorization.k8s.io", _):
                Names.PathSegment(problems, Field, name);
                break;
            default:
                Names.Subdomain(problems, Field, name);
                break;
        }
    }
}

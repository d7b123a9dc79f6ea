using System.Text.Json.Nodes;
using Dodas.Sandbox.Api;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Admission.Validation;

/// <summary>What holds for pods and pod templates.</summary>
internal static class PodRules
{
    /// <summary>Checks a pod spec, of a pod or of a template.</summary>
    /// <param name="problems">Takes what is found.</param>
    /// <param name="spec">The pod spec.</param>
    /// <param name="field">Where it stands in the object.</param>
    /// <param name="claimTemplates">Volumes that the pod will have though its spec does not name them.</param>
    public static void Check(Problems problems, JsonObject spec, string field, IEnumerable<string> claimTemplates)
    {
        var volumes = Volumes(problems, spec, field);
        volumes.UnionWith(claimTemplates);
        problems.Require(spec["containers"], $"{field}.containers");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            var index = 0;
            foreach (var container in spec.Items(list))
                Container(problems, container, $"{field}.{list}[{index++}]", names, volumes);
        }

        problems.OneOf(spec["restartPolicy"], $"{field}.restartPolicy", "Always", "OnFailure", "Never");
        problems.OneOf(spec["dnsPolicy"], $"{field}.dnsPolicy", "ClusterFirst", "ClusterFirstWithHostNet", "Default", "None");
        problems.NotNegative(spec["terminationGracePeriodSeconds"], $"{field}.terminationGracePeriodSeconds");
        if (spec.Number("activeDeadlineSeconds") < 1)
            problems.Add(FieldProblem.Invalid($"{field}.activeDeadlineSeconds", spec["activeDeadlineSeconds"], "must be between 1 and 2147483647, inclusive"));
    }

    /// <summary>Checks that a pod's update changes only what may change.</summary>
    public static void CheckUpdate(Problems problems, JsonObject? before, JsonObject after)
    {
        var (left, right) = (Fixed(before ?? []), Fixed(after));
        if (!JsonNode.DeepEquals(left, right))
            problems.Add(FieldProblem.Forbidden("spec", "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"));
    }

    private static JsonObject Fixed(JsonObject spec)
    {
        var copy = (JsonObject)spec.DeepClone();
        foreach (var free in (ReadOnlySpan<string>)["activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "ephemeralContainers", "schedulingGates", "nodeName"])
            copy.Remove(free);
        foreach (var container in copy.Items("containers").Concat(copy.Items("initContainers")))
            container.Remove("image");
        return copy;
    }

    private static HashSet<string> Volumes(Problems problems, JsonObject spec, string field)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var volume in spec.Items("volumes"))
        {
            var at = $"{field}.volumes[{index++}]";
            if (!problems.Require(volume["name"], $"{at}.name"))
                continue;
            var name = volume.Text("name") ?? "";
            Names.Label(problems, $"{at}.name", name);
            if (!names.Add(name))
                problems.Add(FieldProblem.Duplicate($"{at}.name", name));
            if (volume.Count > 2)
                problems.Add(FieldProblem.Forbidden($"{at}.{volume.Select(property => property.Key).Last(key => key != "name")}", "may not specify more than 1 volume type"));
            if (volume.Map("persistentVolumeClaim") is { } claim)
                problems.Require(claim["claimName"], $"{at}.persistentVolumeClaim.claimName");
            if (volume.Map("secret") is { } secret)
                problems.Require(secret["secretName"], $"{at}.secret.secretName");
            if (volume.Map("configMap") is { } map)
                problems.Require(map["name"], $"{at}.configMap.name");
        }

        return names;
    }

    private static void Container(Problems problems, JsonObject container, string field, HashSet<string> names, HashSet<string> volumes)
    {
        if (problems.Require(container["name"], $"{field}.name"))
        {
            var name = container.Text("name") ?? "";
            Names.Label(problems, $"{field}.name", name);
            if (!names.Add(name))
                problems.Add(FieldProblem.Duplicate($"{field}.name", name));
        }

        if (problems.Require(container["image"], $"{field}.image") && container.Text("image") is { } image && image.Trim() != image)
            problems.Add(FieldProblem.Invalid($"{field}.image", image, "must not have leading or trailing whitespace"));
        problems.OneOf(container["imagePullPolicy"], $"{field}.imagePullPolicy", "Always", "IfNotPresent", "Never");
        Ports(problems, container, field);
        Environment(problems, container, field);
        Mounts(problems, container, field, volumes);
        Resources(problems, container.Map("resources"), $"{field}.resources");
        foreach (var probe in (ReadOnlySpan<string>)["livenessProbe", "readinessProbe", "startupProbe"])
        {
            if (container.Map(probe) is { } found)
                Probe(problems, found, $"{field}.{probe}", probe);
        }
    }

    private static void Ports(Problems problems, JsonObject container, string field)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var port in container.Items("ports"))
        {
            var at = $"{field}.ports[{index++}]";
            if (port.Number("containerPort") is null or 0)
                problems.Add(FieldProblem.Required($"{at}.containerPort"));
            else
                problems.Range(port["containerPort"], $"{at}.containerPort", 1, 65535);
            problems.Range(port["hostPort"], $"{at}.hostPort", 0, 65535);
            problems.OneOf(port["protocol"], $"{at}.protocol", "SCTP", "TCP", "UDP");
            if (port.Text("name") is { Length: > 0 } name)
            {
                if (name.Length > 15)
                    problems.Add(FieldProblem.Invalid($"{at}.name", name, "must be no more than 15 characters"));
                else if (!names.Add(name))
                    problems.Add(FieldProblem.Duplicate($"{at}.name", name));
            }
        }
    }

    private static void Environment(Problems problems, JsonObject container, string field)
    {
        var index = 0;
        foreach (var variable in container.Items("env"))
        {
            var at = $"{field}.env[{index++}]";
            problems.Require(variable["name"], $"{at}.name");
            if (variable.Text("value") is { Length: > 0 } && variable["valueFrom"] is not null)
                problems.Add(FieldProblem.Invalid($"{at}.valueFrom", "", "may not be specified when `value` is not empty"));
        }
    }

    private static void Mounts(Problems problems, JsonObject container, string field, HashSet<string> volumes)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var mount in container.Items("volumeMounts"))
        {
            var at = $"{field}.volumeMounts[{index++}]";
            if (problems.Require(mount["name"], $"{at}.name") && !volumes.Contains(mount.Text("name") ?? ""))
                problems.Add(FieldProblem.NotFound($"{at}.name", mount["name"]));
            if (problems.Require(mount["mountPath"], $"{at}.mountPath") && !paths.Add(mount.Text("mountPath") ?? ""))
                problems.Add(FieldProblem.Invalid($"{at}.mountPath", mount["mountPath"], "must be unique"));
        }
    }

    private static void Resources(Problems problems, JsonObject? resources, string field)
    {
        foreach (var part in (ReadOnlySpan<string>)["limits", "requests"])
        {
            foreach (var (name, value) in resources.Map(part) ?? [])
            {
                if (Quantity.Parse(value) is not { } amount)
                    continue;
                if (amount < 0)
                    problems.Add(FieldProblem.Invalid($"{field}.{part}[{name}]", Quantity.Shown(value), "must be greater than or equal to 0"));
                if (part == "requests" && Quantity.Parse(resources.At("limits", name)) is { } limit && amount > limit)
                    problems.Add(FieldProblem.Invalid($"{field}.requests", Quantity.Shown(value), $"must be less than or equal to {name} limit of {Quantity.Shown(resources.At("limits", name))}"));
            }
        }
    }

    private static void Probe(Problems problems, JsonObject probe, string field, string kind)
    {
        var handlers = ((ReadOnlySpan<string>)["exec", "httpGet", "tcpSocket", "grpc"]).ToArray().Count(handler => probe[handler] is not null);
        if (handlers == 0)
            problems.Add(FieldProblem.Required(field, "must specify a handler type"));
        else if (handlers > 1)
            problems.Add(FieldProblem.Forbidden(field, "may not specify more than 1 handler type"));
        foreach (var number in (ReadOnlySpan<string>)["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"])
            problems.NotNegative(probe[number], $"{field}.{number}");
        if (kind != "readinessProbe" && probe.Number("successThreshold") is not (null or 1))
            problems.Add(FieldProblem.Invalid($"{field}.successThreshold", probe["successThreshold"], "must be 1"));
        problems.Range(probe.At("httpGet", "port"), $"{field}.httpGet.port", 1, 65535);
        problems.Range(probe.At("tcpSocket", "port"), $"{field}.tcpSocket.port", 1, 65535);
    }
}

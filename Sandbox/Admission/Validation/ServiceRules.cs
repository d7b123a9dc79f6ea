using System.Text.Json.Nodes;
using Dodas.Sandbox.Api;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Admission.Validation;

/// <summary>What holds for services.</summary>
internal static class ServiceRules
{
    /// <summary>Checks one.</summary>
    public static void Check(Write write, Problems problems, JsonObject spec)
    {
        var type = spec.Text("type");
        problems.OneOf(spec["type"], "spec.type", "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        problems.OneOf(spec["sessionAffinity"], "spec.sessionAffinity", "ClientIP", "None");
        if (type == "ExternalName")
            problems.Require(spec["externalName"], "spec.externalName");
        else if (spec.Text("clusterIP") != "None")
            problems.Require(spec["ports"], "spec.ports");
        if (type is "NodePort" or "LoadBalancer" && spec.Text("clusterIP") == "None")
            problems.Add(FieldProblem.Invalid("spec.clusterIPs[0]", "None", $"may not be set to 'None' for {type} services"));
        Ports(problems, spec);
        foreach (var (key, value) in spec.Map("selector") ?? [])
        {
            Names.QualifiedKey(problems, "spec.selector", key);
            Names.LabelValue(problems, "spec.selector", value.Text() ?? "");
        }

        if (write.Before?.Map("spec") is { } before && before.Text("clusterIP") is { Length: > 0 } address && type != "ExternalName" && spec.Text("clusterIP") is { } wanted && wanted != address)
            problems.Add(FieldProblem.Invalid("spec.clusterIPs[0]", new JsonArray(wanted), "may not change once set"));
    }

    private static void Ports(Problems problems, JsonObject spec)
    {
        var ports = spec.Items("ports").ToList();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var numbers = new HashSet<(long?, string?)>();
        for (var i = 0; i < ports.Count; i++)
        {
            var (port, field) = (ports[i], $"spec.ports[{i}]");
            if (port.Text("name") is { Length: > 0 } name)
            {
                Names.Label(problems, $"{field}.name", name);
                if (!names.Add(name))
                    problems.Add(FieldProblem.Duplicate($"{field}.name", name));
            }
            else if (ports.Count > 1)
            {
                problems.Add(FieldProblem.Required($"{field}.name"));
            }

            problems.Range(port["port"] ?? 0, $"{field}.port", 1, 65535);
            problems.OneOf(port["protocol"], $"{field}.protocol", "SCTP", "TCP", "UDP");
            problems.Range(port["targetPort"], $"{field}.targetPort", 1, 65535);
            if (port["targetPort"].IsText(out var named))
                TargetName(problems, $"{field}.targetPort", named);
            if (!numbers.Add((port.Number("port"), port.Text("protocol"))))
                problems.Add(FieldProblem.Duplicate(field, new JsonObject { ["port"] = port.Number("port"), ["protocol"] = port.Text("protocol") }));
        }
    }

    private static void TargetName(Problems problems, string field, string name)
    {
        if (name.Length > 15)
            problems.Add(FieldProblem.Invalid(field, name, "must be no more than 15 characters"));
        if (!name.Any(char.IsAsciiLetterLower))
            problems.Add(FieldProblem.Invalid(field, name, "must contain at least one letter (a-z)"));
    }
}

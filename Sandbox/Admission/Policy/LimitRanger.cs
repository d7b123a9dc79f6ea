using System.Text.Json.Nodes;
using Dodas.Sandbox.Api;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Admission.Policy;

/// <summary>Fills in and holds the limits that a namespace sets for containers, pods and claims.</summary>
internal sealed class LimitRanger(IObjectStore store) : IAdmission
{
    /// <inheritdoc/>
    public void Admit(Write write)
    {
        if (!write.IsCreate || write.Namespace is null || write.Kind is not { Group: "", Plural: "pods" or "persistentvolumeclaims" })
            return;
        var problems = new List<string>();
        foreach (var limit in store.List(new("", "limitranges"), write.Namespace).SelectMany(range => range.Items("spec", "limits")))
        {
            switch (limit.Text("type"), write.Kind.Plural)
            {
                case ("Container", "pods"):
                    foreach (var container in write.Document.Items("spec", "containers").Concat(write.Document.Items("spec", "initContainers")))
                    {
                        Fill(container, limit);
                        Check(problems, limit, "Container", name => container.At("resources", "requests", name), name => container.At("resources", "limits", name));
                    }

                    break;
                case ("Pod", "pods"):
                    var usage = QuotaUsage.Of(write.Kind.Stored, write.Document);
                    Check(problems, limit, "Pod", name => Total(usage, $"requests.{name}"), name => Total(usage, $"limits.{name}"));
                    break;
                case ("PersistentVolumeClaim", "persistentvolumeclaims"):
                    var request = write.Document.At("spec", "resources", "requests", "storage");
                    Check(problems, limit, "PersistentVolumeClaim", name => name == "storage" ? request : null, _ => null);
                    break;
            }
        }

        if (problems.Count > 0)
            throw Refusal.Forbidden(write.Kind, write.Document.Text("metadata", "name"), problems.Count == 1 ? problems[0] : $"[{string.Join(", ", problems)}]");
    }

    private static JsonNode? Total(Dictionary<string, decimal> usage, string name) => usage.TryGetValue(name, out var amount) ? Quantity.Write(amount, QuotaStatus.IsBinary(name)) : null;

    private static void Fill(JsonObject container, JsonObject limit)
    {
        foreach (var (part, from) in (ReadOnlySpan<(string, string)>)[("limits", "default"), ("requests", "defaultRequest")])
        {
            foreach (var (name, value) in limit.Map(from) ?? [])
                container.Ensure("resources").Ensure(part).Default(name, value!.DeepClone());
        }
    }

    private static void Check(List<string> problems, JsonObject limit, string type, Func<string, JsonNode?> request, Func<string, JsonNode?> bound)
    {
        foreach (var (name, minimum) in limit.Map("min") ?? [])
        {
            if (request(name) is not { } asked)
                problems.Add($"minimum {name} usage per {type} is {Quantity.Shown(minimum)}.  No request is specified");
            else if (Quantity.Parse(asked) < Quantity.Parse(minimum))
                problems.Add($"minimum {name} usage per {type} is {Quantity.Shown(minimum)}, but request is {Quantity.Shown(asked)}");
        }

        foreach (var (name, maximum) in limit.Map("max") ?? [])
        {
            if (type == "PersistentVolumeClaim")
            {
                if (Quantity.Parse(request(name)) > Quantity.Parse(maximum))
                    problems.Add($"maximum {name} usage per {type} is {Quantity.Shown(maximum)}, but request is {Quantity.Shown(request(name))}");
            }
            else if (bound(name) is not { } limited)
            {
                problems.Add($"maximum {name} usage per {type} is {Quantity.Shown(maximum)}.  No limit is specified");
            }
            else if (Quantity.Parse(limited) > Quantity.Parse(maximum))
            {
                problems.Add($"maximum {name} usage per {type} is {Quantity.Shown(maximum)}, but limit is {Quantity.Shown(limited)}");
            }
        }
    }
}

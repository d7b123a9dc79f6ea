using System.Reflection;
using System.Text.RegularExpressions;
using Dodas.Sandbox.Storage;
using k8s;
using k8s.Models;

namespace Dodas.Sandbox.Resources;

/// <summary>
/// The resources every cluster has: kinds and plural names from the attributes of KubernetesClient's models, scopes, verbs and subresources from
/// the names of its generated operations (<c>ListNamespacedDeployment…</c>). Only generally available versions are served.
/// </summary>
internal static partial class BuiltInResources
{
    // Written by another version: one set of objects behind two faces.
    private static readonly Dictionary<(string Group, string Version, string Kind), (GroupResource Stored, string Version)> OtherFace = new()
    {
        [("events.k8s.io", "v1", "Event")] = (new("", "events"), "v1"),
        [("autoscaling", "v1", "HorizontalPodAutoscaler")] = (new("autoscaling", "horizontalpodautoscalers"), "v2"),
    };

    /// <summary>Reads them all; takes a moment, so ask once.</summary>
    public static List<ResourceKind> Read()
    {
        var names = EmbeddedTable.Lines("short-names.txt").Select(line => line.Split(' '))
            .ToDictionary(words => (words[0] == "-" ? "" : words[0], words[1]), words => (Short: Words(words[2]), Categories: Words(words[3])));
        var resources = new List<ResourceKind>();
        foreach (var group in Models().GroupBy(entry => (entry.Entity.Group, entry.Entity.ApiVersion)))
        {
            var (groupName, version) = group.Key;
            var operations = Operations(groupName, version);
            if (operations.Count == 0)
                continue;
            foreach (var (type, entity) in group)
            {
                var own = operations.Where(operation => operation.Kind == entity.Kind).ToList();
                if (!own.Exists(operation => operation.Sub.Length == 0))
                    continue;
                var plural = entity.PluralName is { Length: > 0 } given ? given : entity.Kind.ToLowerInvariant() + "s";
                var (shortNames, categories) = names.GetValueOrDefault((groupName, plural), ([], []));
                var (stored, storedVersion) = OtherFace.GetValueOrDefault((groupName, version, entity.Kind), (new(groupName, plural), version));
                resources.Add(new ResourceKind
                {
                    Group = groupName,
                    Version = version,
                    Kind = entity.Kind,
                    Plural = plural,
                    Singular = entity.Kind.ToLowerInvariant(),
                    Namespaced = own.Exists(operation => operation.Namespaced),
                    Verbs = Verbs(own.Where(operation => operation.Sub.Length == 0)),
                    ShortNames = shortNames,
                    Categories = categories,
                    Subresources = [.. Subresources(own, groupName, version, entity.Kind)],
                    Schema = new Schema { Type = SchemaType.Object, Model = ModelSchemas.Of(type) },
                    ListKind = entity.Kind + "List",
                    Stored = stored,
                    StoredVersion = storedVersion,
                });
            }
        }

        return resources;
    }

    private static string[] Words(string list) => list == "-" ? [] : list.Split(',');

    private static IEnumerable<(Type Type, KubernetesEntityAttribute Entity)> Models()
    {
        foreach (var type in typeof(V1Pod).Assembly.GetExportedTypes())
        {
            if (type.Namespace == typeof(V1Pod).Namespace && type.IsClass
                && type.GetCustomAttribute<KubernetesEntityAttribute>() is { } entity
                && GeneralAvailability().IsMatch(entity.ApiVersion) && !entity.Kind.EndsWith("List", StringComparison.Ordinal))
                yield return (type, entity);
        }
    }

    private static IEnumerable<Subresource> Subresources(List<Operation> operations, string group, string version, string kind)
    {
        foreach (var sub in operations.Where(operation => operation.Sub.Length > 0).GroupBy(operation => operation.Sub).OrderBy(sub => sub.Key, StringComparer.Ordinal))
        {
            // The kind a subresource speaks is the model its operations give; streams (log, exec) speak the resource's own or none.
            var entity = sub.Select(operation => operation.Speaks?.GetCustomAttribute<KubernetesEntityAttribute>()).FirstOrDefault(found => found is not null);
            var options = sub.All(operation => operation.IsConnect) ? $"{kind}{(sub.Key == "portforward" ? "PortForward" : char.ToUpperInvariant(sub.Key[0]) + sub.Key[1..])}Options" : kind;
            yield return new(sub.Key, entity?.Group ?? group, entity?.ApiVersion ?? version, entity?.Kind ?? options, Verbs(sub));
        }
    }

    private static List<string> Verbs(IEnumerable<Operation> operations)
    {
        var verbs = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var operation in operations)
            verbs.UnionWith(operation.Verbs);

        // What cannot be written never changes by itself.
        if (!verbs.Contains("create") && !verbs.Contains("update"))
            verbs.Remove("watch");
        return [.. verbs];
    }

    private static List<Operation> Operations(string group, string version)
    {
        var face = group.Length == 0 ? "Core" : string.Concat(group.Replace(".k8s.io", "", StringComparison.Ordinal).Split('.').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
        var type = typeof(IKubernetes).Assembly.GetType($"k8s.I{face}{char.ToUpperInvariant(version[0])}{version[1..]}Operations");
        if (type is null)
            return [];
        var methods = type.GetMethods().Select(method => (method, Match: OperationName().Match(method.Name))).Where(found => found.Match.Success).ToList();

        // "CreateNamespacedPodBinding" is Binding of Pod, "ReadNamespacedPodTemplate" is PodTemplate: a kind is what can be created or listed by itself.
        var kinds = methods.Where(found => found.Match.Groups["verb"].Value is "List" or "Create" or "Read")
            .Select(found => Result(found.method)?.GetCustomAttribute<KubernetesEntityAttribute>()?.Kind)
            .Where(kind => kind is not null).Select(kind => kind!.EndsWith("List", StringComparison.Ordinal) ? kind[..^4] : kind)
            .Distinct().OrderByDescending(kind => kind.Length).ToList();
        var operations = new List<Operation>();
        foreach (var (method, match) in methods)
        {
            var target = match.Groups["target"].Value.Replace("ForAllNamespaces", "", StringComparison.Ordinal);
            var kind = kinds.Find(candidate => target.StartsWith(candidate, StringComparison.Ordinal) && (target.Length == candidate.Length || char.IsUpper(target[candidate.Length])));
            if (kind is null || target.EndsWith("WithPath", StringComparison.Ordinal))
                continue;
            operations.Add(new(kind, target[kind.Length..].ToLowerInvariant(), match.Groups["scope"].Success, VerbsOf(match.Groups["verb"].Value), Result(method), match.Groups["verb"].Value.StartsWith("Connect", StringComparison.Ordinal)));
        }

        return operations;
    }

    private static string[] VerbsOf(string operation) => operation switch
    {
        "List" => ["list", "watch"],
        "Read" or "ConnectGet" => ["get"],
        "Create" or "ConnectPost" => ["create"],
        "Replace" or "ConnectPut" => ["update"],
        "Patch" or "ConnectPatch" => ["patch"],
        "Delete" or "ConnectDelete" => ["delete"],
        "DeleteCollection" => ["deletecollection"],
        _ => [],
    };

    private static Type? Result(MethodInfo method) =>
        method.ReturnType.GetGenericArguments() is [var task] && task.GetGenericArguments() is [var result] ? result : null;

    [GeneratedRegex("^v[0-9]+$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex GeneralAvailability();

    [GeneratedRegex("^(?<verb>List|Create|Read|Replace|Patch|DeleteCollection|Delete|Connect(?:Get|Post|Put|Patch|Delete|Head|Options))(?<scope>Namespaced)?(?<target>[A-Z]\\w+?)WithHttpMessagesAsync$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OperationName();

    private sealed record Operation(string Kind, string Sub, bool Namespaced, string[] Verbs, Type? Speaks, bool IsConnect);
}

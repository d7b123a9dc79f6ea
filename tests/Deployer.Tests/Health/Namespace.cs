using System.Text.Json.Nodes;
using Dodas.Deployer.Clusters;
using Dodas.Deployer.Health;
using Dodas.Deployer.Targets;
using YamlDotNet.Serialization;

namespace Dodas.Deployer.Tests.Health;

/// <summary>A namespace as a target might tell it, written as YAML documents, and what health says about it.</summary>
internal sealed class Namespace
{
    public const string Name = "ana-lab";
    public static readonly DateTime Now = new(2026, 11, 22, 12, 0, 0, DateTimeKind.Utc);

    private static readonly IDeserializer Yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
    private static readonly KindName[] AlwaysWatched =
    [
        new("", "Pod"), new("", "Event"), new("", "Service"), new("discovery.k8s.io", "EndpointSlice"), new("", "PersistentVolumeClaim"),
        new("apps", "Deployment"), new("apps", "StatefulSet"), new("apps", "DaemonSet"), new("apps", "ReplicaSet"), new("batch", "Job"), new("batch", "CronJob"),
        new("networking.k8s.io", "Ingress"), new("autoscaling", "HorizontalPodAutoscaler"), new("", "Namespace"), new("storage.k8s.io", "StorageClass"),
    ];

    private readonly List<TargetObject> _objects = [];
    private readonly string? _error;

    public Namespace(string documents, string? error = null)
    {
        _error = error;
        foreach (var text in documents.Split("\n---\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var document = (JsonObject)Node(Yaml.Deserialize<object>(text))!;
            var reference = new ObjectReference((string)document["apiVersion"]!, (string)document["kind"]!, Name, (string)document["metadata"]!["name"]!);
            _objects.Add(new TargetObject(reference, document));
        }
    }

    /// <summary>The first document's object is what the chart made.</summary>
    public Assessment Assess(DateTime? at = null) => Assess([_objects[0].Reference], at);

    public Assessment Assess(IReadOnlyCollection<ObjectReference> expected, DateTime? at = null)
    {
        var kinds = AlwaysWatched.Concat(_objects.Select(item => KindName.Of(item.Reference))).ToHashSet();
        return ReleaseHealth.Assess(expected, new NamespaceSnapshot(Name, 1, _objects, Now, _error) { Kinds = kinds }, at ?? Now);
    }

    public static ObjectReference Reference(string apiVersion, string kind, string name) => new(apiVersion, kind, Name, name);

    /// <summary>A pod; what is to be different is merged in.</summary>
    public static string Pod(string name, string ownerUid, string status, string spec = "{}") =>
        $$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: {{name}}, uid: {{name}}-uid, creationTimestamp: "2026-11-22T11:50:00Z", labels: {app: web}, ownerReferences: [{uid: {{ownerUid}}}]}
        spec: {{spec}}
        status: {{status}}
        """;

    public static string ReadyPod(string name, string ownerUid) => Pod(name, ownerUid, "{phase: Running, conditions: [{type: Ready, status: 'True'}]}");

    public static string Event(string kind, string name, string reason, string message, string at = "2026-11-22T11:59:00Z", string type = "Warning") =>
        $$"""
        apiVersion: v1
        kind: Event
        metadata: {name: {{name}}.{{Guid.NewGuid():N}}}
        involvedObject: {kind: {{kind}}, name: {{name}}}
        type: {{type}}
        reason: {{reason}}
        message: '{{message.Replace("'", "''", StringComparison.Ordinal)}}'
        lastTimestamp: "{{at}}"
        """;

    public static string Documents(params string[] documents) => string.Join("\n---\n", documents);

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        IDictionary<object, object?> map => new JsonObject(map.Select(entry => KeyValuePair.Create((string)entry.Key, Node(entry.Value)))),
        IList<object?> list => new JsonArray([.. list.Select(Node)]),
        bool flag => JsonValue.Create(flag),
        byte or short or int or long => JsonValue.Create(Convert.ToInt64(value)),
        _ => JsonValue.Create(value.ToString()),
    };
}

internal static class CauseText
{
    /// <summary>The state, and a cause with these words; without words there is nothing to explain.</summary>
    public static void ShouldBe(this Assessment assessment, ClusterState state, string says)
    {
        assessment.State.Should().Be(state);
        if (says.Length == 0) assessment.Cause.Should().Be(Cause.None);
        else assessment.Cause.Summary.Should().Contain(says);
    }

    /// <summary>The chain as one line, root last.</summary>
    public static string Line(this Cause cause) => string.Join(" <- ", cause.Chain.Select(link => $"{link.Object} {link.Message}"));
}

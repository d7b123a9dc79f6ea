using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Loop;

/// <summary>A change as controllers see it; at the start every object that is found counts as added.</summary>
internal readonly record struct Change(ChangeType Type, ObjectKey Key, JsonObject Current, ObjectChange? Source = null)
{
    public static Change Of(ObjectChange change) => new(change.Type, change.Key, change.Current, change);

    /// <summary>The object before, or null when it is new.</summary>
    public JsonObject? Previous => Source?.Previous;

    public GroupResource Resource => Key.Resource;

    /// <summary>The managing controllers of this kind, now and before, that the change concerns.</summary>
    public IEnumerable<string> ControllerNames(string kind)
    {
        var now = NameOf(Current, kind);
        var before = Type == ChangeType.Modified ? NameOf(Previous, kind) : null;
        if (now is not null)
            yield return now;
        if (before is not null && before != now)
            yield return before;
    }

    private static string? NameOf(JsonObject? document, string kind) =>
        document.ControllerReference() is { } reference && reference.Text("kind") == kind ? reference.Text("name") : null;
}

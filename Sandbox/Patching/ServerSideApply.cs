using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Resources;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Patching;

/// <summary>Server-side apply, and the bookkeeping of field owners for every other write.</summary>
internal static class ServerSideApply
{
    /// <summary>
    /// Applies a configuration to an object. Fields that someone else owns with another value are conflicts unless forced; fields that the manager
    /// applied before and leaves out now go, unless someone else owns them too.
    /// </summary>
    /// <param name="live">The object as it is, or an empty one; not changed.</param>
    /// <param name="applied">The configuration, already decoded and without nulls; not changed.</param>
    /// <param name="schema">The schema of the kind.</param>
    /// <param name="manager">Who applies.</param>
    /// <param name="force">Take conflicting fields over.</param>
    /// <param name="ownStatus">The status belongs to this write.</param>
    /// <param name="now">The time of the entry.</param>
    /// <exception cref="StatusException">409 naming every conflict.</exception>
    public static JsonObject Apply(JsonObject live, JsonObject applied, Schema schema, FieldManager manager, bool force, bool ownStatus, string now)
    {
        var managed = ManagedFields.Of(live);
        var last = managed.Find(manager);
        var fields = ManagedFields.Ownable(FieldShape.Fields(applied, schema), !ownStatus);
        var bare = Bare(live);
        var merged = (JsonObject)FieldMerge.Merge(bare, Bare(applied), schema)!;

        managed.Set(manager, last?.Time ?? now, fields);
        if (last is not null)
            FieldMerge.Prune(merged, schema, last.Fields, managed.Union());

        var changes = FieldComparison.Of(bare, merged, schema);
        var written = ManagedFields.Ownable(changes.Modified.Union(changes.Added), !ownStatus);
        var conflicts = managed.Entries.Where(entry => entry.Manager.Identity != manager.Identity)
            .Select(entry => (entry.Manager, Fields: entry.Fields.Intersect(written))).Where(conflict => !conflict.Fields.IsEmpty).ToList();
        if (conflicts.Count > 0 && !force)
            throw Conflict(conflicts);
        foreach (var (_, taken) in conflicts)
            managed.TakeFromOthers(manager, taken);
        managed.TakeFromOthers(manager, changes.Removed);

        var sameFields = last is not null && last.Fields.Except(fields).IsEmpty && fields.Except(last.Fields).IsEmpty;
        managed.Set(manager, sameFields && changes.IsSame && conflicts.Count == 0 ? last!.Time : now, fields);
        managed.WriteTo(merged);
        return merged;
    }

    /// <summary>Notes in the new state of an object who wrote what changed.</summary>
    /// <param name="live">The object before, or null when it is created; not changed.</param>
    /// <param name="updated">The object after, changed here.</param>
    /// <param name="schema">The schema of the kind.</param>
    /// <param name="manager">Who writes.</param>
    /// <param name="ownStatus">The status belongs to this write.</param>
    /// <param name="now">The time of the entry.</param>
    public static void Track(JsonObject? live, JsonObject updated, Schema schema, FieldManager manager, bool ownStatus, string now)
    {
        // A list with nothing in it asks to forget the owners; a list that is left out keeps them.
        var given = updated.List("metadata", "managedFields");
        var managed = given is null ? ManagedFields.Of(live) : ManagedFields.Of(updated);
        var changes = FieldComparison.Of(live is null ? new JsonObject() : Bare(live), Bare(updated), schema);
        if (!changes.IsSame)
        {
            var written = ManagedFields.Ownable(changes.Modified.Union(changes.Added), !ownStatus);
            managed.TakeFromOthers(manager, written.Union(changes.Removed));
            var before = managed.Find(manager);
            var own = (before?.Fields ?? new FieldTree()).Except(changes.Removed).Union(written);
            var same = before is not null && own.Except(before.Fields).IsEmpty && before.Fields.Except(own).IsEmpty;
            managed.Set(manager, same && written.IsEmpty ? before!.Time : now, own);
        }

        managed.WriteTo(updated);
    }

    private static JsonObject Bare(JsonObject document)
    {
        var copy = (JsonObject)document.DeepClone();
        copy.Map("metadata")?.Remove("managedFields");
        return copy;
    }

    private static StatusException Conflict(List<(FieldManager Manager, FieldTree Fields)> conflicts)
    {
        var causes = new JsonArray();
        var groups = new List<(string Manager, List<string> Paths)>();
        foreach (var (manager, fields) in conflicts)
        {
            var paths = fields.Paths().ToList();
            groups.Add((Shown(manager), paths));
            foreach (var path in paths)
                causes.Add(new JsonObject { ["reason"] = "FieldManagerConflict", ["message"] = $"conflict with {Shown(manager)}", ["field"] = path });
        }

        var message = causes.Count == 1
            ? $"Apply failed with 1 conflict: conflict with {groups[0].Manager}: {groups[0].Paths[0]}"
            : $"Apply failed with {causes.Count} conflicts: " + string.Join('\n', groups.OrderBy(group => group.Manager, StringComparer.Ordinal)
                .SelectMany(group => group.Paths.Select(path => $"- {path}").Prepend($"conflicts with {group.Manager}:")));
        return new(409, "Conflict", message, new JsonObject { ["causes"] = causes });
    }

    private static string Shown(FieldManager manager)
    {
        var name = JsonText.Write(manager.Name);
        if (manager.Subresource is { Length: > 0 } subresource)
            name += $" with subresource {JsonText.Write(subresource)}";
        return manager.Operation == "Update" ? $"{name} using {manager.ApiVersion}" : name;
    }
}

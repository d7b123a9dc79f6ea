using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Patching;

/// <summary>Who writes: the name, whether by apply or otherwise, in which version, and through which subresource.</summary>
internal sealed record FieldManager(string Name, string Operation, string ApiVersion, string? Subresource)
{
    /// <summary>The identity of the entry: an applier is the same in every version.</summary>
    public FieldManager Identity => Operation == "Apply" ? this with { ApiVersion = "" } : this;
}

/// <summary>The managed fields of one object: who owns what.</summary>
internal sealed class ManagedFields
{
    private static readonly string[] SystemMetadata = ["name", "namespace", "creationTimestamp", "selfLink", "uid", "clusterName", "generation", "managedFields", "resourceVersion"];

    private readonly List<Entry> entries = [];

    /// <summary>All entries.</summary>
    public IReadOnlyList<Entry> Entries => entries;

    /// <summary>Reads the entries of an object.</summary>
    public static ManagedFields Of(JsonNode? document)
    {
        var managed = new ManagedFields();
        foreach (var item in document.Items("metadata", "managedFields"))
        {
            if (item.Text("manager") is not { } name || item["fieldsV1"] is not { } fields)
                continue;
            var manager = new FieldManager(name, item.Text("operation") ?? "Update", item.Text("apiVersion") ?? "", item.Text("subresource"));
            managed.entries.Add(new(manager, item.Text("time"), FieldTree.FromJson(fields)));
        }

        return managed;
    }

    /// <summary>What a manager owns, or null.</summary>
    public Entry? Find(FieldManager manager) => entries.Find(entry => entry.Manager.Identity == manager.Identity);

    /// <summary>What all own together.</summary>
    public FieldTree Union() => entries.Aggregate(new FieldTree(), (all, entry) => all.Union(entry.Fields));

    /// <summary>Sets what a manager owns; nothing removes its entry.</summary>
    public void Set(FieldManager manager, string? time, FieldTree fields)
    {
        entries.RemoveAll(entry => entry.Manager.Identity == manager.Identity);
        if (!fields.IsEmpty)
            entries.Add(new(manager, time, fields));
    }

    /// <summary>Takes fields away from everyone but one manager.</summary>
    public void TakeFromOthers(FieldManager manager, FieldTree fields)
    {
        for (var i = entries.Count - 1; i >= 0; i--)
        {
            if (entries[i].Manager.Identity == manager.Identity)
                continue;
            var left = entries[i].Fields.Except(fields);
            if (left.IsEmpty)
                entries.RemoveAt(i);
            else
                entries[i] = entries[i] with { Fields = left };
        }
    }

    /// <summary>Writes the entries into an object: appliers first, then by time and name.</summary>
    public void WriteTo(JsonObject document)
    {
        var metadata = document.Ensure("metadata");
        if (entries.Count == 0)
        {
            metadata.Remove("managedFields");
            return;
        }

        metadata["managedFields"] = new JsonArray([.. entries
            .OrderBy(entry => entry.Manager.Operation, StringComparer.Ordinal).ThenBy(entry => entry.Time, StringComparer.Ordinal).ThenBy(entry => entry.Manager.Name, StringComparer.Ordinal)
            .Select(Written)]);
    }

    /// <summary>Leaves out of a set what nobody can own.</summary>
    public static FieldTree Ownable(FieldTree fields, bool withoutStatus)
    {
        fields.Remove("f:apiVersion");
        fields.Remove("f:kind");
        if (withoutStatus)
            fields.Remove("f:status");
        if (fields.Find("f:metadata") is { } metadata)
        {
            metadata.Member = false;
            foreach (var name in SystemMetadata)
                metadata.Remove("f:" + name);
        }

        return fields;
    }

    private static JsonObject Written(Entry entry)
    {
        var written = new JsonObject { ["manager"] = entry.Manager.Name, ["operation"] = entry.Manager.Operation, ["apiVersion"] = entry.Manager.ApiVersion };
        if (entry.Time is not null)
            written["time"] = entry.Time;
        written["fieldsType"] = "FieldsV1";
        written["fieldsV1"] = entry.Fields.ToJson();
        if (entry.Manager.Subresource is { Length: > 0 } subresource)
            written["subresource"] = subresource;
        return written;
    }

    /// <summary>What one manager owns.</summary>
    internal sealed record Entry(FieldManager Manager, string? Time, FieldTree Fields);
}

using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Controllers.Workloads;

/// <summary>The numbered revisions of a StatefulSet or DaemonSet template (pkg/controller/history).</summary>
internal sealed class ControllerRevisions(Cluster cluster, string kind)
{
    /// <summary>The label on pods that names their revision.</summary>
    public const string HashLabel = "controller-revision-hash";

    /// <summary>The revisions of an owner, oldest first.</summary>
    public List<JsonObject> Of(JsonObject owner) => [.. cluster.Index.OwnedBy(owner.Uid(), Kinds.ControllerRevisions).Select(found => found.Document).OrderBy(NumberOf)];

    public static long NumberOf(JsonObject revision) => revision.Number("revision") ?? 0;

    /// <summary>The revision of the current template: an old one that equals it gets the highest number, otherwise a new one is made.</summary>
    public JsonObject Sync(JsonObject owner, ref long collisions)
    {
        var data = DataOf(owner);
        var all = Of(owner);
        var next = all.Select(NumberOf).DefaultIfEmpty(0).Max() + 1;
        if (all.LastOrDefault(revision => JsonNode.DeepEquals(revision["data"], data)) is { } same)
        {
            if (NumberOf(same) == next - 1)
                return same;
            return cluster.Update(Kinds.ControllerRevisions.Key(same.Namespace(), same.Name()), same, copy =>
            {
                copy["revision"] = next;
                return true;
            }) ?? same;
        }

        while (true)
        {
            var hash = Names.Hash(data, collisions == 0 ? null : collisions);
            var key = Kinds.ControllerRevisions.Key(owner.Namespace(), Name(owner.Name(), hash));
            var labels = owner.Map("spec", "template", "metadata", "labels")?.Copy() ?? [];
            labels[HashLabel] = hash;
            try
            {
                return cluster.Create(key, new JsonObject
                {
                    ["apiVersion"] = "apps/v1",
                    ["kind"] = "ControllerRevision",
                    ["metadata"] = new JsonObject { ["name"] = key.Name, ["namespace"] = key.Namespace, ["labels"] = labels, ["ownerReferences"] = new JsonArray(Owners.ReferenceTo(owner, "apps/v1", kind)) },
                    ["data"] = data.DeepClone(),
                    ["revision"] = next,
                });
            }
            catch (StatusException taken) when (taken.Code == StatusCodes.Status409Conflict)
            {
                collisions++;
            }
        }
    }

    /// <summary>Deletes the oldest revisions beyond the limit that no pod and no status uses.</summary>
    public void CleanUp(JsonObject owner, IReadOnlySet<string> used)
    {
        var unused = Of(owner).Where(revision => !used.Contains(revision.Name()) && !used.Contains(revision.Label(HashLabel) ?? "")).ToList();
        foreach (var revision in unused.Take((int)Math.Max(0, unused.Count - (owner.Number("spec", "revisionHistoryLimit") ?? 10))))
            cluster.Delete(Kinds.ControllerRevisions.Key(revision.Namespace(), revision.Name()), revision);
    }

    /// <summary>The template that a revision holds.</summary>
    public static JsonObject? TemplateOf(JsonObject revision)
    {
        var template = revision.Map("data", "spec", "template")?.Copy();
        template?.Remove("$patch");
        return template;
    }

    private static JsonObject DataOf(JsonObject owner)
    {
        var template = owner.Map("spec", "template")?.Copy() ?? [];
        template["$patch"] = "replace";
        return new JsonObject { ["spec"] = new JsonObject { ["template"] = template } };
    }

    // A StatefulSet's pods carry the whole name as a label value, so the name leaves room for 63 characters.
    private static string Name(string owner, string hash) => $"{owner[..Math.Min(owner.Length, 63 - hash.Length - 1)].TrimEnd('-', '.')}-{hash}";
}

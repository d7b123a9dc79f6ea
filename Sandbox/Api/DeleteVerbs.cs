using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Api;

/// <summary>delete and deletecollection.</summary>
internal sealed class DeleteVerbs(ObjectStore store)
{
    // These registries answer a deletion with the object; the others with a Status.
    private static readonly HashSet<GroupResource> GiveObjectBack = [new("", "pods"), new("", "services"), new("", "serviceaccounts"), new("", "persistentvolumeclaims"), new("", "persistentvolumes"), new("", "podtemplates"), new("", "resourcequotas")];

    // For these, objects that depend on the deleted one stay unless the client says otherwise.
    private static readonly HashSet<GroupResource> OrphanByDefault = [new("batch", "jobs"), new("", "replicationcontrollers")];

    /// <summary>Deletes one object.</summary>
    public async Task DeleteAsync(Call call)
    {
        var options = await OptionsAsync(call);
        var name = call.Path.Name!;
        var key = call.Key(name);
        var deleted = Delete(call, key, options) ?? throw Refusal.NotFound(call.Kind, name);
        if (!options.DryRun)
            await store.WhenDurableAsync(call.Cancelled);
        await Answer.JsonAsync(call.Http, 200, GiveObjectBack.Contains(key.Resource) || (!options.DryRun && store.Find(key) is not null) ? Conversion.Served(call.Kind, deleted) : Gone(call, deleted));
    }

    /// <summary>Deletes the objects that meet the selectors.</summary>
    public async Task DeleteCollectionAsync(Call call)
    {
        var options = await OptionsAsync(call);
        var labels = LabelSelector.Parse(call.Query("labelSelector"));
        var fields = FieldSelector.Parse(call.Query("fieldSelector"), call.Kind);
        var items = new JsonArray();
        foreach (var document in store.List(call.Kind.Stored, call.Path.Namespace))
        {
            if (!labels.Matches(document) || !fields.Matches(Conversion.Served(call.Kind, document)))
                continue;
            var key = new ObjectKey(call.Kind.Stored, document.Text("metadata", "namespace"), document.Text("metadata", "name")!);
            if (Delete(call, key, options with { Uid = null, ResourceVersion = null }) is { } deleted)
                items.Add(Conversion.Served(call.Kind, deleted).DeepClone());
        }

        if (!options.DryRun)
            await store.WhenDurableAsync(call.Cancelled);
        await Answer.JsonAsync(call.Http, 200, new JsonObject
        {
            ["kind"] = call.Kind.ListKind,
            ["apiVersion"] = call.Kind.ApiVersion,
            ["metadata"] = new JsonObject { ["resourceVersion"] = store.ResourceVersion.ToString(System.Globalization.CultureInfo.InvariantCulture) },
            ["items"] = items,
        });
    }

    private JsonObject? Delete(Call call, ObjectKey key, Options options)
    {
        if (store.Find(key) is not { } found)
            return null;
        if (options.Uid is { } uid && uid != found.Text("metadata", "uid"))
            throw Refusal.Conflict(call.Kind, key.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {found.Text("metadata", "uid")}");
        if (options.ResourceVersion is { } version && version != found.Text("metadata", "resourceVersion"))
            throw Refusal.Conflict(call.Kind, key.Name, $"Precondition failed: ResourceVersion in precondition: {version}, ResourceVersion in object meta: {found.Text("metadata", "resourceVersion")}");
        if (key.Resource is { Group: "", Plural: "namespaces" } && key.Name is "default" or "kube-system" or "kube-public")
            throw Refusal.Forbidden(call.Kind, key.Name, "this namespace may not be deleted");
        var propagation = options.Propagation;
        if (propagation is null && OrphanByDefault.Contains(key.Resource))
        {
            propagation = "Orphan";
            Answer.Warn(call.Http, "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning");
        }

        return options.DryRun ? found : store.Delete(key, options.GracePeriodSeconds, propagation);
    }

    private static JsonObject Gone(Call call, JsonObject deleted)
    {
        var details = Refusal.Details(call.Kind, deleted.Text("metadata", "name"));
        details["uid"] = deleted.Text("metadata", "uid");
        return new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["details"] = details };
    }

    private static async Task<Options> OptionsAsync(Call call)
    {
        var (body, _) = await Body.ReadAsync(call.Http);
        var policy = body.Text("propagationPolicy") ?? call.Query("propagationPolicy");
        if (policy is not (null or "Background" or "Foreground" or "Orphan"))
            throw new StatusException(422, "Invalid", $"DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: \"{policy}\": supported values: \"Background\", \"Foreground\", \"Orphan\", \"nil\"");
        var orphan = body.Flag("orphanDependents") || call.Flag("orphanDependents");
        var grace = body.Number("gracePeriodSeconds") ?? call.Number("gracePeriodSeconds");
        if (grace < 0)
            throw new StatusException(422, "Invalid", $"DeleteOptions.meta.k8s.io \"\" is invalid: gracePeriodSeconds: Invalid value: {grace}: must be greater than or equal to 0");
        return new(
            grace,
            policy ?? (orphan ? "Orphan" : null),
            body.Text("preconditions", "uid"),
            body.Text("preconditions", "resourceVersion"),
            call.DryRun || body.List("dryRun") is { Count: > 0 });
    }

    private sealed record Options(long? GracePeriodSeconds, string? Propagation, string? Uid, string? ResourceVersion, bool DryRun);
}

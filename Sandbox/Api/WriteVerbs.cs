using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Api;

/// <summary>create, update and patch of whole objects and of their status.</summary>
internal sealed class WriteVerbs(ObjectStore store, Intake intake, PatchReader patches)
{
    /// <summary>Creates an object.</summary>
    public async Task CreateAsync(Call call)
    {
        var (document, duplicates) = await Body.ReadAsync(call.Http);
        if (document is null)
            throw Refusal.BadRequest("the request body is empty: an object is required");
        var prepared = Intake.Receive(call, document, duplicates);
        if (call.Path.Name is { } given)
            prepared.Ensure("metadata")["name"] = given;
        var created = Create(call, prepared, call.Manager("Update"));
        await FinishAsync(call, 201, created);
    }

    /// <summary>Replaces an object or its status.</summary>
    public async Task UpdateAsync(Call call)
    {
        var (document, duplicates) = await Body.ReadAsync(call.Http);
        if (document is null)
            throw Refusal.BadRequest("the request body is empty: an object is required");
        var prepared = Intake.Receive(call, document, duplicates);
        var name = call.Path.Name!;
        if (prepared.Text("metadata", "name") is { Length: > 0 } inside && inside != name)
            throw Refusal.BadRequest($"the name of the object ({inside}) does not match the name on the URL ({name})");
        var manager = call.Manager("Update");
        var updated = Change(call, name, live =>
        {
            Intake.CheckVersion(call, live, prepared);
            return intake.Updated(call, live, (JsonObject)prepared.DeepClone(), manager);
        });
        await FinishAsync(call, 200, updated ?? throw Refusal.NotFound(call.Kind, name));
    }

    /// <summary>Changes an object or its status by a patch; server-side apply creates what is missing.</summary>
    public async Task PatchAsync(Call call)
    {
        var patch = await patches.ReadAsync(call);
        var name = call.Path.Name!;
        var updated = Change(call, name, live => patch.Patched(live));
        if (updated is not null)
        {
            await FinishAsync(call, 200, updated);
            return;
        }

        if (!patch.CreatesMissing || call.Path.Subresource is not null)
            throw Refusal.NotFound(call.Kind, name);
        var created = Create(call, patch.Fresh(), null);
        await FinishAsync(call, 201, created);
    }

    /// <summary>Sends an object in the form that was asked for, once it is safe.</summary>
    public async Task FinishAsync(Call call, int code, JsonObject stored)
    {
        if (!call.DryRun)
            await store.WhenDurableAsync(call.Cancelled);
        var served = Conversion.Served(call.Kind, stored);
        await Answer.JsonAsync(call.Http, code, call.Wanted() == Form.Metadata ? Tables.TablePrinter.MetadataOnly(served) : served);
    }

    private JsonObject Create(Call call, JsonObject prepared, Patching.FieldManager? manager)
    {
        var generated = prepared.Text("metadata", "generateName") is { Length: > 0 } && prepared.Text("metadata", "name") is null or "";
        for (var attempt = 0; ; attempt++)
        {
            var document = intake.Created(call, (JsonObject)prepared.DeepClone(), manager);
            var key = call.Key(document.Text("metadata", "name")!);
            var stored = Conversion.Stored(call.Kind, document);
            if (call.DryRun)
            {
                if (store.Find(key) is not null)
                    throw new StatusException(409, "AlreadyExists", $"{call.Kind.QualifiedPlural} \"{key.Name}\" already exists", Refusal.Details(call.Kind, key.Name));
                return Intake.Pretended(key, stored);
            }

            try
            {
                return store.Create(key, stored);
            }
            catch (StatusException taken) when (taken.Reason == "AlreadyExists" && generated && attempt < 8)
            {
                // Another random name will do.
            }
        }
    }

    private JsonObject? Change(Call call, string name, Func<JsonObject, JsonObject> change)
    {
        var key = call.Key(name);
        if (call.DryRun)
            return store.Find(key) is { } found ? Conversion.Stored(call.Kind, change((JsonObject)Conversion.Served(call.Kind, (JsonObject)found.DeepClone()))) : null;
        return store.Update(key, live =>
        {
            var served = Conversion.Served(call.Kind, live);
            var changed = Conversion.Stored(call.Kind, change((JsonObject)served.DeepClone()));
            live.Clear();
            foreach (var (field, value) in changed.ToList())
            {
                changed.Remove(field);
                live[field] = value;
            }

            return true;
        });
    }
}

using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Patching;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Api;

/// <summary>A patch that was read from a request.</summary>
/// <param name="CreatesMissing">It also makes an object that does not exist.</param>
/// <param name="Patched">The object after the patch, ready to be stored.</param>
/// <param name="Fresh">The object it makes when there is none, decoded but not defaulted.</param>
internal sealed record ReadPatch(bool CreatesMissing, Func<JsonObject, JsonObject> Patched, Func<JsonObject> Fresh);

/// <summary>Reads the four kinds of patches.</summary>
internal sealed class PatchReader(Intake intake)
{
    private const string JsonPatchType = "application/json-patch+json";
    private const string MergePatchType = "application/merge-patch+json";
    private const string StrategicType = "application/strategic-merge-patch+json";
    private const string ApplyType = "application/apply-patch+yaml";

    /// <summary>Reads a request's patch.</summary>
    /// <exception cref="StatusException">400, 413 or 415.</exception>
    public async Task<ReadPatch> ReadAsync(Call call)
    {
        var type = Body.MediaType(call.Http.Request);
        if (type is not (JsonPatchType or MergePatchType or StrategicType or ApplyType) || (type == StrategicType && call.Kind.Custom is not null))
        {
            var known = call.Kind.Custom is null ? $"{JsonPatchType}, {MergePatchType}, {StrategicType}, {ApplyType}" : $"{JsonPatchType}, {MergePatchType}, {ApplyType}";
            throw new StatusException(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: {known}", []);
        }

        var bytes = await Body.BytesAsync(call.Http);
        var duplicates = new List<string>();
        var patch = type == ApplyType ? Body.ParseJsonOrYaml(bytes, duplicates) : Body.ParseJson(bytes, duplicates);
        if (type == ApplyType)
            return Apply(call, patch as JsonObject ?? throw Refusal.BadRequest("error decoding YAML: the patch is no object"), duplicates);
        if (type != JsonPatchType && patch is not JsonObject)
            throw Refusal.BadRequest("error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}");
        var manager = call.Manager("Update");
        return new(false, live => Changed(call, live, type, patch, manager), () => throw new InvalidOperationException("Only server-side apply creates what is missing."));
    }

    private JsonObject Changed(Call call, JsonObject live, string type, JsonNode? patch, FieldManager manager)
    {
        var copy = (JsonObject)live.DeepClone();
        var patched = type switch
        {
            JsonPatchType => JsonPatch.Apply(copy, patch),
            MergePatchType => MergePatch.Apply(copy, patch),
            _ => StrategicMergePatch.Apply(copy, (JsonObject)patch!, call.Kind.Schema),
        };
        if (patched is not JsonObject result)
            throw Refusal.BadRequest("the patch leaves no object");
        var received = Intake.Receive(call, result, []);
        if (received.Text("metadata", "name") != live.Text("metadata", "name"))
            throw Refusal.BadRequest($"the name of the object ({received.Text("metadata", "name")}) does not match the name on the URL ({call.Path.Name})");
        Intake.CheckVersion(call, live, received);
        return intake.Updated(call, live, received, manager);
    }

    private ReadPatch Apply(Call call, JsonObject configuration, List<string> duplicates)
    {
        var manager = call.Manager("Apply");
        var force = call.Flag("force");
        if (configuration.Text("apiVersion") is null || configuration.Text("kind") is null)
            throw Refusal.BadRequest("invalid object type: /, Kind=");
        if (configuration.List("metadata", "managedFields") is { Count: > 0 })
            throw Refusal.BadRequest("metadata.managedFields must be nil");
        var applied = Intake.Receive(call, configuration, duplicates);
        var name = call.Path.Name!;
        if (applied.Text("metadata", "name") is { Length: > 0 } inside && inside != name)
            throw Refusal.BadRequest($"metadata.name: Invalid value: \"{inside}\": the name of the object ({inside}) does not match the name on the URL ({name})");
        applied.Ensure("metadata")["name"] = name;
        var ownStatus = call.Path.Subresource == "status" || !call.Kind.HasStatus;
        if (!ownStatus)
            applied.Remove("status");
        var now = intake.Now();
        return new(
            true,
            live =>
            {
                if (applied.Text("metadata", "uid") is { Length: > 0 } uid && uid != live.Text("metadata", "uid"))
                    throw Refusal.Conflict(call.Kind, name, $"uid mismatch: the provided object specified uid {uid}, and the existing object has uid {live.Text("metadata", "uid")}");
                if (applied.Text("metadata", "resourceVersion") is { Length: > 0 } version && version != live.Text("metadata", "resourceVersion"))
                    throw Refusal.Stale(call.Kind, name);
                return intake.Updated(call, live, ServerSideApply.Apply(live, applied, call.Kind.Schema, manager, force, ownStatus, now), null);
            },
            () =>
            {
                if (applied.Text("metadata", "uid") is { Length: > 0 } uid)
                    throw Refusal.Conflict(call.Kind, name, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found");
                return ServerSideApply.Apply([], applied, call.Kind.Schema, manager, force: true, ownStatus, now);
            });
    }
}

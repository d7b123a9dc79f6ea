using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Admission;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Patching;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Api;

/// <summary>The way of an object from a client into the store: decode, clean, default, note the owners, admit, validate.</summary>
internal sealed class Intake(IReadOnlyList<IAdmission> admissions, TimeProvider time)
{
    private const string NameLetters = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>Decodes what a client sent and checks that it is about what the path names.</summary>
    public static JsonObject Receive(Call call, JsonObject document, List<string> duplicates)
    {
        var kind = call.Kind;
        if (document.Text("apiVersion") is { Length: > 0 } version && version != kind.ApiVersion)
            throw Refusal.BadRequest($"the API version in the data ({version}) does not match the expected API version ({kind.ApiVersion})");
        if (document.Text("kind") is { Length: > 0 } name && name != kind.Kind)
            throw Refusal.BadRequest($"{name} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: converting ({kind.Version}.{name}) to ({kind.Kind}): unknown conversion");
        Decoder.Report(call.Http, kind, Decoder.Decode(document, kind, duplicates));
        document["apiVersion"] = kind.ApiVersion;
        document["kind"] = kind.Kind;
        var metadata = document.Ensure("metadata");
        if (kind.Namespaced && call.Path.Namespace is { } @namespace)
        {
            if (metadata.Text("namespace") is { Length: > 0 } inside && inside != @namespace)
                throw Refusal.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
            metadata["namespace"] = @namespace;
        }
        else if (!kind.Namespaced)
        {
            metadata.Remove("namespace");
        }

        return document;
    }

    /// <summary>Makes a new object ready to be stored.</summary>
    /// <param name="call">The request.</param>
    /// <param name="document">A private copy.</param>
    /// <param name="manager">Who creates it; null when the managed fields are already noted.</param>
    public JsonObject Created(Call call, JsonObject document, FieldManager? manager)
    {
        var metadata = document.Ensure("metadata");
        if (metadata.Text("resourceVersion") is { Length: > 0 })
            throw Refusal.BadRequest("resourceVersion should not be set on objects to be created");
        foreach (var field in (ReadOnlySpan<string>)["uid", "resourceVersion", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "generation"])
            metadata.Remove(field);
        if (call.Kind.HasStatus)
            document.Remove("status");
        if (metadata.Text("name") is null or "")
        {
            if (metadata.Text("generateName") is not { Length: > 0 } prefix)
                throw Refusal.Invalid(call.Kind, "", [FieldProblem.Required("metadata.name", "name or generateName is required")]);
            metadata["name"] = prefix[..Math.Min(prefix.Length, 58)] + RandomNumberGenerator.GetString(NameLetters, 5);
        }

        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = Lifecycle.Timestamp(time.GetUtcNow());
        Defaults.Apply(call.Kind, document);
        if (manager is not null)
            ServerSideApply.Track(null, document, call.Kind.Schema, manager, ownStatus: !call.Kind.HasStatus, Now());
        Admit(new(call.Kind, call.Path.Namespace, document, null, null, call.User, text => Answer.Warn(call.Http, text)));
        return document;
    }

    /// <summary>Makes the new state of an object ready to be stored.</summary>
    /// <param name="call">The request.</param>
    /// <param name="live">The object as it is.</param>
    /// <param name="document">The wanted state, a private copy.</param>
    /// <param name="manager">Who writes; null when the managed fields are already noted.</param>
    public JsonObject Updated(Call call, JsonObject live, JsonObject document, FieldManager? manager)
    {
        if (call.Path.Subresource == "status")
            document = WithStatusOf(live, document);
        else if (call.Kind.HasStatus)
            KeepStatus(live, document);
        KeepSystemFields(live, document);
        Defaults.Apply(call.Kind, document);
        if (manager is not null)
            ServerSideApply.Track(live, document, call.Kind.Schema, manager, call.Path.Subresource == "status" || !call.Kind.HasStatus, Now());
        Admit(new(call.Kind, call.Path.Namespace, document, live, call.Path.Subresource, call.User, text => Answer.Warn(call.Http, text)));
        return document;
    }

    /// <summary>Refuses an update that was made from an old state.</summary>
    public static void CheckVersion(Call call, JsonObject live, JsonObject document)
    {
        var name = live.Text("metadata", "name")!;
        if (document.Text("metadata", "uid") is { Length: > 0 } uid && uid != live.Text("metadata", "uid"))
            throw Refusal.Conflict(call.Kind, name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {live.Text("metadata", "uid")}");
        if (document.Text("metadata", "resourceVersion") is { Length: > 0 } version && version != "0")
        {
            if (version != live.Text("metadata", "resourceVersion"))
                throw Refusal.Stale(call.Kind, name);
        }
        else if (call.Kind.Custom is not null)
        {
            throw Refusal.Invalid(call.Kind, name, [FieldProblem.Invalid("metadata.resourceVersion", 0, "must be specified for an update")]);
        }
    }

    /// <summary>What a dry run would have stored.</summary>
    public static JsonObject Pretended(ObjectKey key, JsonObject document)
    {
        if (Lifecycle.HasGeneration(key.Resource, document))
            document.Ensure("metadata")["generation"] = 1;
        return document;
    }

    /// <summary>The time as objects carry it.</summary>
    public string Now() => Lifecycle.Timestamp(time.GetUtcNow());

    private void Admit(Write write)
    {
        foreach (var admission in admissions)
            admission.Admit(write);
    }

    private static JsonObject WithStatusOf(JsonObject live, JsonObject document)
    {
        var result = (JsonObject)live.DeepClone();
        if (document["status"] is { } status)
            result["status"] = status.DeepClone();
        else
            result.Remove("status");
        var given = document.Map("metadata");
        foreach (var field in (ReadOnlySpan<string>)["labels", "annotations", "managedFields", "finalizers"])
        {
            if (given?[field] is { } value && field != "finalizers")
                result.Ensure("metadata")[field] = value.DeepClone();
        }

        return result;
    }

    private static void KeepStatus(JsonObject live, JsonObject document)
    {
        if (live["status"] is { } status)
            document["status"] = status.DeepClone();
        else
            document.Remove("status");
    }

    private static void KeepSystemFields(JsonObject live, JsonObject document)
    {
        var metadata = document.Ensure("metadata");
        foreach (var field in (ReadOnlySpan<string>)["name", "namespace", "uid", "resourceVersion", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink", "generateName"])
        {
            if (live.At("metadata", field) is { } value)
                metadata[field] = value.DeepClone();
            else
                metadata.Remove(field);
        }
    }
}

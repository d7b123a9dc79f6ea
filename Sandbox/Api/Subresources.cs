using System.Text.Json.Nodes;
using Dodas.Sandbox.Access;
using Dodas.Sandbox.Api.Tables;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Resources;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Api;

/// <summary>What is under an object and is no status: scale, eviction, binding, token, finalize.</summary>
internal sealed class Subresources(ObjectStore store, WriteVerbs writes, PodLogs logs, Tokens tokens, TimeProvider time)
{
    /// <summary>Answers one request, or gives false when the subresource speaks the object itself and the common verbs serve it.</summary>
    public async Task<bool> TryAsync(Call call, string verb)
    {
        switch (call.Path.Subresource, verb)
        {
            case ("scale", "get"):
                await Answer.JsonAsync(call.Http, 200, Scale(call, Existing(call)));
                return true;
            case ("scale", "update" or "patch"):
                await ScaleAsync(call, verb);
                return true;
            case ("log", "get"):
                await logs.AnswerAsync(call, Existing(call));
                return true;
            case ("eviction", "create"):
                await EvictAsync(call);
                return true;
            case ("binding", "create"):
                await BindAsync(call);
                return true;
            case ("token", "create"):
                await TokenAsync(call);
                return true;
            case ("finalize", "update"):
                await FinalizeAsync(call);
                return true;
            case ("exec" or "attach" or "portforward" or "proxy", _):
                Existing(call);
                throw new StatusException(501, "NotImplemented", $"the sandbox has no containers to reach: {call.Kind.Plural}/{call.Path.Subresource} is not simulated");
            default:
                return false;
        }
    }

    private JsonObject Existing(Call call) =>
        store.Find(call.Key(call.Path.Name!)) is { } found ? Conversion.Served(call.Kind, found) : throw Refusal.NotFound(call.Kind, call.Path.Name!);

    private async Task ScaleAsync(Call call, string verb)
    {
        Func<JsonObject, JsonObject> change;
        if (verb == "update")
        {
            var (body, _) = await Body.ReadAsync(call.Http);
            change = _ => body ?? throw Refusal.BadRequest("the request body is empty: a Scale is required");
        }
        else
        {
            var bytes = await Body.BytesAsync(call.Http);
            var type = Body.MediaType(call.Http.Request);
            var patch = type.EndsWith("+yaml", StringComparison.Ordinal) ? Body.ParseJsonOrYaml(bytes, []) : Body.ParseJson(bytes, []);
            change = scale => (type == "application/json-patch+json" ? Patching.JsonPatch.Apply(scale, patch) : Patching.MergePatch.Apply(scale, patch)) as JsonObject
                ?? throw Refusal.BadRequest("the patch leaves no object");
        }

        var name = call.Path.Name!;
        var path = call.Kind.Custom?.SpecReplicasPath is { } custom ? SimplePath.Parse(custom) : ["spec", "replicas"];
        JsonObject? result = null;
        bool Change(JsonObject live)
        {
            var scale = change(Scale(call, live));
            if (scale.Text("metadata", "resourceVersion") is { Length: > 0 } version && version != live.Text("metadata", "resourceVersion"))
                throw Refusal.Stale(call.Kind, name);
            if (scale.Number("spec", "replicas") is not { } replicas)
                replicas = 0;
            if (replicas is < 0 or > int.MaxValue)
                throw Refusal.Invalid(new ResourceKind { Group = "autoscaling", Version = "v1", Kind = "Scale", Plural = "scales", Singular = "scale", Namespaced = true, Verbs = [], Schema = Schema.Any }, name, [FieldProblem.Invalid("spec.replicas", replicas, "must be greater than or equal to 0")]);
            var before = (JsonObject)live.DeepClone();
            var target = live;
            foreach (var step in path.Take(path.Count - 1))
                target = target.Ensure(step);
            target[path[^1]] = replicas;
            Patching.ServerSideApply.Track(before, live, call.Kind.Schema, call.Manager("Update"), ownStatus: false, Lifecycle.Timestamp(time.GetUtcNow()));
            result = live;
            return true;
        }

        var key = call.Key(name);
        var updated = call.DryRun ? (store.Find(key) is { } found && Change((JsonObject)found.DeepClone()) ? result : null) : store.Update(key, Change);
        await store.WhenDurableAsync(call.Cancelled);
        await Answer.JsonAsync(call.Http, 200, Scale(call, updated ?? throw Refusal.NotFound(call.Kind, name)));
    }

    private static JsonObject Scale(Call call, JsonObject document)
    {
        var custom = call.Kind.Custom;
        var metadata = new JsonObject();
        foreach (var field in (ReadOnlySpan<string>)["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
        {
            if (document.At("metadata", field) is { } value)
                metadata[field] = value.DeepClone();
        }

        long Replicas(string? path, string part) => (path is null ? document.At(part, "replicas") : SimplePath.Find(document, SimplePath.Parse(path))).AsNumber() ?? 0;
        var selector = custom is null ? Selectors.Query(document.At("spec", "selector"))
            : custom.LabelSelectorPath is { } path ? SimplePath.Find(document, SimplePath.Parse(path)).Text() ?? "" : "";
        var spec = new JsonObject();
        if (Replicas(custom?.SpecReplicasPath, "spec") is not 0 and var wanted)
            spec["replicas"] = wanted;
        var status = new JsonObject { ["replicas"] = Replicas(custom?.StatusReplicasPath, "status") };
        if (selector.Length > 0)
            status["selector"] = selector;
        return new() { ["kind"] = "Scale", ["apiVersion"] = "autoscaling/v1", ["metadata"] = metadata, ["spec"] = spec, ["status"] = status };
    }

    private async Task EvictAsync(Call call)
    {
        var (body, _) = await Body.ReadAsync(call.Http);
        var pod = Existing(call);
        var labels = pod.Map("metadata", "labels");
        var guards = store.List(new("policy", "poddisruptionbudgets"), call.Path.Namespace)
            .Where(budget => budget.Map("spec", "selector") is { } selector && LabelSelector.Parse(Selectors.Query(selector)).Matches(pod)).ToList();
        if (guards.Count > 1)
            throw new StatusException(500, "InternalError", "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        if (labels is not null && guards.Count == 1 && pod.Text("status", "phase") == "Running" && guards[0].Number("status", "disruptionsAllowed") is null or 0)
        {
            var name = guards[0].Text("metadata", "name");
            throw new StatusException(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.", new JsonObject
            {
                ["causes"] = new JsonArray(new JsonObject { ["reason"] = "DisruptionBudget", ["message"] = $"The disruption budget {name} needs {guards[0].Number("status", "desiredHealthy") ?? 0} healthy pods and has {guards[0].Number("status", "currentHealthy") ?? 0} currently" }),
            });
        }

        if (!call.DryRun)
            store.Delete(call.Key(call.Path.Name!), body.Number("deleteOptions", "gracePeriodSeconds"));
        await store.WhenDurableAsync(call.Cancelled);
        await Answer.JsonAsync(call.Http, 201, Success());
    }

    private async Task BindAsync(Call call)
    {
        var (body, _) = await Body.ReadAsync(call.Http);
        var node = body.Text("target", "name") ?? throw Refusal.BadRequest("a binding needs target.name");
        var name = call.Path.Name!;
        _ = store.Update(call.Key(name), pod =>
        {
            if (pod.Text("spec", "nodeName") is { Length: > 0 } already)
                throw Refusal.Conflict(call.Kind, name, $"pod {name} is already assigned to node \"{already}\"");
            pod.Ensure("spec")["nodeName"] = node;
            return true;
        }) ?? throw Refusal.NotFound(call.Kind, name);
        await store.WhenDurableAsync(call.Cancelled);
        await Answer.JsonAsync(call.Http, 201, Success());
    }

    private async Task TokenAsync(Call call)
    {
        var (body, _) = await Body.ReadAsync(call.Http);
        var account = Existing(call);
        var seconds = body.Number("spec", "expirationSeconds") ?? 3600;
        if (seconds < 600)
            throw Refusal.BadRequest("spec.expirationSeconds: Invalid value: may not specify a duration less than 10 minutes");
        var expires = time.GetUtcNow().AddSeconds(seconds);
        await Answer.JsonAsync(call.Http, 201, new JsonObject
        {
            ["kind"] = "TokenRequest",
            ["apiVersion"] = "authentication.k8s.io/v1",
            ["metadata"] = new JsonObject { ["name"] = account.Text("metadata", "name"), ["namespace"] = account.Text("metadata", "namespace"), ["creationTimestamp"] = Lifecycle.Timestamp(time.GetUtcNow()) },
            ["spec"] = new JsonObject { ["audiences"] = body.List("spec", "audiences")?.DeepClone() ?? new JsonArray("https://kubernetes.default.svc"), ["expirationSeconds"] = seconds, ["boundObjectRef"] = body.Map("spec", "boundObjectRef")?.DeepClone() },
            ["status"] = new JsonObject { ["token"] = tokens.ForAccount(account, expires), ["expirationTimestamp"] = Lifecycle.Timestamp(expires) },
        });
    }

    private async Task FinalizeAsync(Call call)
    {
        var (body, _) = await Body.ReadAsync(call.Http);
        var name = call.Path.Name!;
        var updated = store.Update(call.Key(name), live =>
        {
            live.Ensure("spec")["finalizers"] = body.List("spec", "finalizers")?.DeepClone() ?? new JsonArray();
            return true;
        }) ?? throw Refusal.NotFound(call.Kind, name);
        await writes.FinishAsync(call, 200, updated);
    }

    private static JsonObject Success() => new() { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 };
}

using System.Text.Json;
using Dodas.Sandbox.Access;
using Dodas.Sandbox.Resources;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Api;

/// <summary>The door: looks who asks and for what, and leads to what answers.</summary>
internal sealed class ApiServer(
    ResourceRegistry registry, Discovery discovery, OpenApi openApi, ReadVerbs reads, WatchVerb watches, WriteVerbs writes, DeleteVerbs deletes,
    Subresources subresources, Reviews reviews, Tokens tokens, IAuthorizer authorizer, ApiFaults faults)
{
    /// <summary>Answers one request; never throws for what a client did.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            await RouteAsync(http);
        }
        catch (StatusException refusal) when (!http.Response.HasStarted)
        {
            await Answer.RefusalAsync(http, refusal);
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await Answer.RefusalAsync(http, e.StatusCode == 413
                ? new StatusException(413, "RequestEntityTooLarge", $"Request entity too large: limit is {Body.Limit}", [])
                : Refusal.BadRequest(e.Message));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
        catch (IOException e) when (!http.Response.HasStarted)
        {
            await Answer.RefusalAsync(http, new StatusException(500, "InternalError", $"Internal error occurred: {e.Message}"));
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException or ArgumentException or NotSupportedException or FormatException && !http.Response.HasStarted)
        {
            // A document of a shape nobody foresaw: the client hears of it, the server goes on.
            await Answer.RefusalAsync(http, new StatusException(500, "InternalError", $"Internal error occurred: {e.Message}"));
        }
    }

    private async Task RouteAsync(HttpContext http)
    {
        if (!LoopbackHost.Allows(http.Request.Host))
            throw new StatusException(403, "Forbidden", "the sandbox answers only to loopback host names");
        var path = http.Request.Path.Value ?? "/";
        if (path is "/healthz" or "/livez" or "/readyz")
        {
            await Answer.TextAsync(http, "ok");
            return;
        }

        if (!await faults.PassAsync(http))
            return;
        var header = http.Request.Headers.Authorization.ToString();
        var caller = tokens.Find(header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : null)
            ?? throw new StatusException(401, "Unauthorized", "Unauthorized");
        var user = Impersonation.Apply(http.Request.Headers, caller, authorizer);
        if (RequestPath.Parse(path) is { } parsed && registry.Find(parsed.Group, parsed.Version, parsed.Plural) is { } kind)
            await ResourceAsync(new Call(http, parsed, kind, user));
        else
            await OtherAsync(http, user, path.Length > 1 ? path.TrimEnd('/') : path);
    }

    private async Task ResourceAsync(Call call)
    {
        var (kind, path) = (call.Kind, call.Path);
        if (kind.Namespaced ? path.Namespace is null && path.Name is not null : path.Namespace is not null)
            throw Refusal.NoSuchPath();
        var sub = path.Subresource is null ? null : kind.Sub(path.Subresource) ?? throw Refusal.NoSuchPath();
        if (path.Rest is not null && sub?.Name != "proxy")
            throw Refusal.NoSuchPath();
        var verb = Verb(call);
        if (!(sub?.Verbs ?? kind.Verbs).Contains(verb) || (kind.Namespaced && path.Namespace is null && verb is not ("list" or "watch") && kind.Verbs.Contains("list")))
            throw Refusal.MethodNotAllowed();
        Authorize(call, verb);
        if (kind is { Group: "", Plural: "endpoints" })
            Answer.Warn(call.Http, "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice");
        if (await reviews.TryAsync(call) || (sub is not null && await subresources.TryAsync(call, verb)))
            return;
        await (verb switch
        {
            "get" => reads.GetAsync(call),
            "list" => reads.ListAsync(call),
            "watch" => watches.WatchAsync(call),
            "create" => writes.CreateAsync(call),
            "update" => writes.UpdateAsync(call),
            "patch" => writes.PatchAsync(call),
            "delete" => deletes.DeleteAsync(call),
            _ => deletes.DeleteCollectionAsync(call),
        });
        if (kind.Stored == ResourceRegistry.Definitions && verb is not ("get" or "list" or "watch"))
            registry.Refresh();
    }

    private void Authorize(Call call, string verb)
    {
        var (kind, path) = (call.Kind, call.Path);
        if (authorizer.Ask(new(call.User, verb, kind.Group, kind.Plural, path.Subresource, path.Namespace, path.Name, null)).Allowed)
            return;
        var resource = path.Subresource is null ? kind.Plural : $"{kind.Plural}/{path.Subresource}";
        var where = path.Namespace is { } space ? $"in the namespace \"{space}\"" : "at the cluster scope";
        throw Refusal.Forbidden(kind, path.Name, $"User \"{call.User.Name}\" cannot {verb} resource \"{resource}\" in API group \"{kind.Group}\" {where}");
    }

    private static string Verb(Call call)
    {
        var watch = call.Flag("watch");
        return call.Http.Request.Method switch
        {
            "GET" or "HEAD" => call.Path.Name is null ? (watch ? "watch" : "list") : (watch && call.Path.Subresource is null ? "watch" : "get"),
            "POST" => call.Path is { Name: not null, Subresource: null } ? "" : "create",
            "PUT" => call.Path.Name is null ? "" : "update",
            "PATCH" => call.Path.Name is null ? "" : "patch",
            "DELETE" => call.Path.Name is null ? "deletecollection" : "delete",
            _ => "",
        };
    }

    private async Task OtherAsync(HttpContext http, UserInfo user, string path)
    {
        var known = path.Trim('/').Split('/');
        if (known is not ([""] or ["version" or "api" or "apis"] or ["api", _] or ["apis", _] or ["apis", _, _] or ["openapi", "v3", ..] or ["openapi", "v2"] or ["healthz" or "livez" or "readyz", ..]))
            throw Refusal.NoSuchPath();
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
            throw Refusal.MethodNotAllowed();

        // Discovery is open to everyone who has a name.
        if (!user.Groups.Contains("system:authenticated"))
            throw new StatusException(403, "Forbidden", $"forbidden: User \"{user.Name}\" cannot get path \"{path}\"", []);
        switch (known)
        {
            case ["version"]:
                await Answer.JsonAsync(http, 200, Discovery.Version());
                break;
            case ["api"] or ["apis"]:
                await discovery.GroupsAsync(http, known[0] == "api");
                break;
            case ["api", var version]:
                await Answer.JsonAsync(http, 200, discovery.Resources("", version) ?? throw Refusal.NoSuchPath());
                break;
            case ["apis", var group]:
                await Answer.JsonAsync(http, 200, discovery.Group(group) ?? throw Refusal.NoSuchPath());
                break;
            case ["apis", var group, var version]:
                await Answer.JsonAsync(http, 200, discovery.Resources(group, version) ?? throw Refusal.NoSuchPath());
                break;
            case ["openapi", "v2"]:
                await OpenApiV2.AnswerAsync(http);
                break;
            case ["openapi", "v3"]:
                await Answer.JsonAsync(http, 200, openApi.Index());
                break;
            case ["openapi", "v3", .. var rest]:
                var (document, hash) = openApi.Find(string.Join('/', rest)) ?? throw Refusal.NoSuchPath();
                http.Response.Headers.ETag = $"\"{hash}\"";
                await Answer.BytesAsync(http, 200, document);
                break;
            case [""]:
                await Answer.JsonAsync(http, 200, new System.Text.Json.Nodes.JsonObject { ["paths"] = new System.Text.Json.Nodes.JsonArray("/api", "/api/v1", "/apis", "/healthz", "/livez", "/openapi/v3", "/readyz", "/version") });
                break;
            default:
                await Answer.TextAsync(http, "ok");
                break;
        }
    }
}

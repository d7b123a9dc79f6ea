using System.Text.Json.Nodes;
using Dodas.Sandbox.Access;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Api;

/// <summary>Kinds that are only asked, never stored: may I, may someone, who am I.</summary>
internal sealed class Reviews(IAuthorizer authorizer, Tokens tokens)
{
    /// <summary>Answers a review, or gives false when the kind is none.</summary>
    public async Task<bool> TryAsync(Call call)
    {
        if (call.Kind.Group is not ("authorization.k8s.io" or "authentication.k8s.io"))
            return false;
        var (body, _) = await Body.ReadAsync(call.Http);
        var review = body ?? throw Refusal.BadRequest("the request body is empty: a review is required");
        review["apiVersion"] = call.Kind.ApiVersion;
        review["kind"] = call.Kind.Kind;
        review.Ensure("metadata");
        review["status"] = call.Kind.Kind switch
        {
            "SelfSubjectAccessReview" => Access(call.User, review.Map("spec"), null),
            "SubjectAccessReview" or "LocalSubjectAccessReview" => Access(
                new UserInfo(review.Text("spec", "user") ?? "", [.. (review.List("spec", "groups") ?? []).Select(group => group.Text() ?? "")]), review.Map("spec"), call.Path.Namespace),
            "SelfSubjectRulesReview" => Rules(call.User, review.Text("spec", "namespace") ?? "default"),
            "SelfSubjectReview" => new JsonObject { ["userInfo"] = Shown(call.User) },
            "TokenReview" => tokens.Find(review.Text("spec", "token")) is { } user
                ? new JsonObject { ["authenticated"] = true, ["user"] = Shown(user) }
                : new JsonObject { ["user"] = new JsonObject(), ["error"] = "invalid bearer token" },
            _ => throw Refusal.NoSuchPath(),
        };
        await Answer.JsonAsync(call.Http, 201, review);
        return true;
    }

    private JsonObject Access(UserInfo user, JsonObject? spec, string? @namespace)
    {
        var question = spec.Map("resourceAttributes") is { } resource
            ? new AccessQuestion(
                user, resource.Text("verb") ?? "", resource.Text("group") ?? "", resource.Text("resource") ?? "", resource.Text("subresource"),
                @namespace ?? (resource.Text("namespace") is { Length: > 0 } inside ? inside : null), resource.Text("name"), null)
            : new AccessQuestion(user, spec.Text("nonResourceAttributes", "verb") ?? "", "", "", null, null, null, spec.Text("nonResourceAttributes", "path") ?? "/");
        var (allowed, reason) = authorizer.Ask(question);
        var status = new JsonObject { ["allowed"] = allowed };
        if (reason.Length > 0)
            status["reason"] = reason;
        return status;
    }

    private JsonObject Rules(UserInfo user, string @namespace)
    {
        var (resources, others) = authorizer.Rules(user, @namespace);
        return new() { ["resourceRules"] = resources, ["nonResourceRules"] = others, ["incomplete"] = false };
    }

    private static JsonObject Shown(UserInfo user) => new() { ["username"] = user.Name, ["groups"] = new JsonArray([.. user.Groups.Select(group => (JsonNode)group)]) };
}

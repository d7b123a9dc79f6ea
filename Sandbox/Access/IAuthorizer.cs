using System.Text.Json.Nodes;

namespace Dodas.Sandbox.Access;

/// <summary>One question of who may do what.</summary>
/// <param name="User">Who.</param>
/// <param name="Verb">Does what.</param>
/// <param name="Group">API group of the resource.</param>
/// <param name="Resource">Plural name of the resource.</param>
/// <param name="Subresource">What is under it, or null.</param>
/// <param name="Namespace">Where, or null at the cluster scope.</param>
/// <param name="Name">To which object, or null for all.</param>
/// <param name="Path">A path that is no resource, or null.</param>
internal sealed record AccessQuestion(UserInfo User, string Verb, string Group, string Resource, string? Subresource, string? Namespace, string? Name, string? Path);

/// <summary>Says who may do what.</summary>
internal interface IAuthorizer
{
    /// <summary>Answers one question, with the reason when there is one to tell.</summary>
    (bool Allowed, string Reason) Ask(AccessQuestion question);

    /// <summary>Everything a user may do in a namespace: rules about resources, and about other paths.</summary>
    (JsonArray Resources, JsonArray Others) Rules(UserInfo user, string @namespace);
}

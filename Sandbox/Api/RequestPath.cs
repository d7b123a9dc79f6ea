namespace Dodas.Sandbox.Api;

/// <summary>What a path under <c>/api</c> or <c>/apis</c> speaks of.</summary>
/// <param name="Group">API group, empty for core.</param>
/// <param name="Version">API version.</param>
/// <param name="Namespace">The namespace, or null.</param>
/// <param name="Plural">The resource.</param>
/// <param name="Name">The object, or null for all.</param>
/// <param name="Subresource">What is under the object, or null.</param>
/// <param name="Rest">What follows the subresource (a proxied path), or null.</param>
internal sealed record RequestPath(string Group, string Version, string? Namespace, string Plural, string? Name, string? Subresource, string? Rest)
{
    /// <summary>Reads a decoded path; null when it does not name a resource.</summary>
    public static RequestPath? Parse(string path)
    {
        var parts = path.Trim('/').Split('/');
        if (parts.Any(part => part.Length == 0 || part is "." or ".." || part.AsSpan().ContainsAny('%', '\\')))
            return null;
        return parts switch
        {
            ["api", var version, .. var rest] => Resource("", version, rest),
            ["apis", var group, var version, .. var rest] => Resource(group, version, rest),
            _ => null,
        };
    }

    private static RequestPath? Resource(string group, string version, string[] rest)
    {
        if (rest is ["watch", ..])
            return null;

        // "namespaces/x/finalize" is the namespace itself; "namespaces/x/pods" is what is in it.
        if (rest is ["namespaces", var @namespace, var plural, .. var inside] && !(group.Length == 0 && plural is "status" or "finalize"))
            return inside switch
            {
                [] => new(group, version, @namespace, plural, null, null, null),
                [var name] => new(group, version, @namespace, plural, name, null, null),
                [var name, var sub] => new(group, version, @namespace, plural, name, sub, null),
                [var name, var sub, .. var more] => new(group, version, @namespace, plural, name, sub, string.Join('/', more)),
            };
        return rest switch
        {
            [var plural2] => new(group, version, null, plural2, null, null, null),
            [var plural2, var name] => new(group, version, null, plural2, name, null, null),
            [var plural2, var name, var sub] => new(group, version, null, plural2, name, sub, null),
            [var plural2, var name, var sub, .. var more] => new(group, version, null, plural2, name, sub, string.Join('/', more)),
            _ => null,
        };
    }
}

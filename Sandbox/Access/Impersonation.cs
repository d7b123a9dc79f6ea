using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Access;

/// <summary>Acting as someone else by the <c>Impersonate-…</c> headers.</summary>
internal static class Impersonation
{
    /// <summary>Who a request acts as.</summary>
    /// <exception cref="StatusException">400 for groups without a user, 403 for who may not.</exception>
    public static UserInfo Apply(IHeaderDictionary headers, UserInfo user, IAuthorizer authorizer)
    {
        var name = headers["Impersonate-User"].ToString();
        var groups = headers["Impersonate-Group"].Where(group => !string.IsNullOrEmpty(group)).Select(group => group!).ToList();
        if (name.Length == 0)
        {
            if (groups.Count > 0)
                throw Api.Refusal.BadRequest("requested [{Group  " + groups[0] + "  authentication.k8s.io/v1  }] without impersonating a user");
            return user;
        }

        Check(authorizer, user, name.StartsWith("system:serviceaccount:", StringComparison.Ordinal) ? "serviceaccounts" : "users", name);
        foreach (var group in groups)
            Check(authorizer, user, "groups", group);
        if (name.Split(':') is ["system", "serviceaccount", var space, var account] && groups.Count == 0)
            return Tokens.Account(space, account);
        return new UserInfo(name, name == "system:anonymous" ? [.. groups, "system:unauthenticated"] : [.. groups, "system:authenticated"]);
    }

    private static void Check(IAuthorizer authorizer, UserInfo user, string resource, string name)
    {
        var (space, shown) = resource == "serviceaccounts" && name.Split(':') is [_, _, var inside, var account] ? (inside, account) : (null, name);
        if (!authorizer.Ask(new(user, "impersonate", "", resource, null, space, shown, null)).Allowed)
            throw new StatusException(403, "Forbidden", $"{resource} \"{shown}\" is forbidden: User \"{user.Name}\" cannot impersonate resource \"{resource}\" in API group \"\" at the cluster scope", []);
    }
}
